package claims_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"caseledger/projections/claims"
)

// found is what was read from a text and what was left.
func found(t testing.TB, file *claims.File) string {
	t.Helper()
	var b strings.Builder
	lines := strings.SplitAfter(judged(t, file), "\n")
	at := -1
	for _, line := range lines {
		b.WriteString(line)
		if !strings.HasPrefix(line, " ") && line != "" {
			at++
			fmt.Fprintf(&b, "    %d:%d “%s”\n", file.Claims[at].Place.Line, file.Claims[at].Place.Column, file.Claims[at].Place.Quote)
		}
	}
	for _, l := range file.Left {
		fmt.Fprintf(&b, "left %d:%d %s: %s\n", l.Line, l.Column, l.Quote, l.Reason.English)
	}
	return b.String()
}

// seeds are the five reports, which stand beside the project, or beside the data
// sets.
func seeds(t *testing.T) []string {
	t.Helper()
	for _, folder := range []string{"../../../shared/seeds", filepath.Join(os.Getenv("CASELEDGER_DATASETS"), "..", "seeds")} {
		files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) > 0 {
			return files
		}
	}
	t.Skip("the seeds stand neither beside the project nor beside the folder that CASELEDGER_DATASETS names")
	return nil
}

func TestSeeds(t *testing.T) {
	for _, path := range seeds(t) {
		name := filepath.Base(path)[:3]
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			file, err := claims.Read(text)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "seed-"+name+".golden", found(t, file))
		})
	}
}

// Sentences of the genre, and the claims that are read from them; those of the
// reports and bulletins among them.
func TestReports(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"S0", "今年以来仅全区便民服务中心共受理事项3896件,办结3850件,办结率达98%;群众测评满意率达95%,共发布就业信息1500余条;举办技能培训8期共2000余人次;帮助350余人实现就业。", []string{
			`{"id":"#1","says":"98%","is":"ratio","numerator":3850,"denominator":3896,"note":"办结率"}`,
			`{"id":"#2","says":"95%","is":"ratio","note":"群众测评满意率"}`}},
		{"S1 half-year", "截至2011年上半年,中心累计受理各类项目27084件,办结27031件,按时办结率99.99%;从6月份情况看,承诺件部门平均承诺天数为10.37天,实际办理天数为1.57天,平均提前8.79天。", []string{
			`{"id":"#1","says":"27031件","is":"closed","accepted":27084,"note":"受理、办结"}`,
			`{"id":"#2","says":"99.99%","is":"on_time","closed":27031,"note":"按时办结率"}`,
			`{"id":"#3","says":"8.79天","is":"difference","of":["10.37","1.57"],"note":"平均提前"}`}},
		{"S1 items", "经清理,对地直38个部门的334项行政许可事项保留了302项,下放8项,变更10项,取消2项。", []string{
			`{"id":"#1","says":"334项","is":"sum","of":[302,8,10,2],"note":"清理"}`}},
		{"S1 peaks are no pair", "受理事项最高日受理量为402件,最高日办结量为508件,最高月受理量增加到2580件。", nil},
		{"S2", "截至9月份，全区政务服务事项为196项，其中：“现场前置”事项22项，“马上办”事项44项，“网上办”事项6项，“就近办”事项21项，“不见面”事项10项，“跑一次”事项共111项。", []string{
			`{"id":"#1","says":"196项","is":"sum","of":[22,44,6,21,10,111],"more":true,"note":"全区政务服务事项为"}`}},
		{"S2 windows", "优化整合后,服务大厅窗口由17个减少至6个,窗口工作人员由34人精简至13人,服务效率提升了30%,实现了“一人在岗、事项通办”。", []string{
			`{"id":"#1","says":"减少","is":"direction","of":[6,17],"note":"服务大厅窗口由"}`,
			`{"id":"#2","says":"精简","is":"direction","of":[13,34],"note":"窗口工作人员由"}`,
			`{"id":"#3","says":"提升30%","is":"change","note":"服务效率提升了"}`}},
		{"S2 lost separators", "921日,《佳木斯日报》刊登。\n201895\n", nil},
		{"S3", "元至九月,共办理审批事项32556件,其中即办件29300件,办结率达100%,承诺件3256件,办结率达95%。", []string{
			`{"id":"#1","says":"32556件","is":"sum","of":[29300,3256],"more":true,"note":"共办理审批事项"}`,
			`{"id":"#2","says":"100%","is":"ratio","denominator":29300,"note":"办结率"}`,
			`{"id":"#3","says":"95%","is":"ratio","denominator":3256,"note":"办结率"}`}},
		{"S3 townships", "今年元至9月,乡镇便民服务厅办理19533件事项,办结率达100%。", []string{
			`{"id":"#1","says":"100%","is":"ratio","denominator":19533,"note":"办结率"}`}},
		{"S3 of each or of all", "每个乡镇便民服务中心都有7个部门进驻,代办事项191项,每个村都建有便民服务室。", []string{
			`{"id":"#1","says":"191项","is":"count","each":true}`}},
		{"S4", "今年以来,已为企业群众提供帮办代办服务120余次,服务群众近150余人,群众满意度100%。", []string{
			`{"id":"#1","says":"近150余人","is":"count"}`,
			`{"id":"#2","says":"100%","is":"ratio","note":"群众满意度"}`}},
		{"S4 lists", "可通过评议箱、评价器、扫描“好差评”二维码等三种方式评价。涵盖导询区、帮办代办区、政务公开区、自助办理区、休息等待区5大功能区及10个服务窗口。制定首问责任制、限时办结制等15项工作制度。", []string{
			`{"id":"#1","says":"3种","is":"named","of":["可通过评议箱","评价器","扫描“好差评”二维码"]}`,
			`{"id":"#2","says":"5大","is":"named","of":["涵盖导询区","帮办代办区","政务公开区","自助办理区","休息等待区"]}`}},
		{"S4 grids", "将所辖10个社区分为10个网格,每个网格设置社区书记为网格管理员。", []string{
			`{"id":"#1","says":"10个","is":"sum","of":[10],"note":"一个社区一个网格"}`}},

		{"a total in the sentence before", "12月份共受理群众诉求284406件。其中，咨询类诉求124599件，占63.72%；求助类诉求56672件，占28.98%。", []string{
			`{"id":"#1","says":"284406件","is":"sum","of":[124599,56672],"more":true,"note":"共受理群众诉求"}`,
			`{"id":"#2","says":"63.72%","is":"share","part":124599,"base":284406,"note":"占"}`,
			`{"id":"#3","says":"28.98%","is":"share","part":56672,"base":284406,"note":"占"}`}},
		{"a share of something else", "诉求主要集中在农林水利1590件，占诉求量的14.23%。", []string{
			`{"id":"#1","says":"14.23%","is":"share","part":1590,"note":"占诉求量的"}`}},
		{"brackets end", "全省共受理业务2,143,249笔（其中审核通过业务2,142,623笔，不受理业务586笔，补正材料0，不予受理40笔），涉及5,737笔其他业务。", []string{
			`{"id":"#1","says":"2,143,249笔","is":"sum","of":[2142623,586,0,40],"more":true,"note":"全省共受理业务"}`}},
		{"a wrong label", "中心共转派工单4567件。满意率99.96%。较上月办件增加263件，同比上升6.11%。", []string{
			`{"id":"#1","says":"99.96%","is":"ratio","note":"满意率"}`,
			`{"id":"#2","says":"上升6.11%","is":"change","of":[4567,4304],"periods":["本月","上月"],"labelled":"同比","note":"同比上升"}`}},
		{"a label without its period", "受理总量 4567 件，增加 263 件，同比上升 6.11%。", []string{
			`{"id":"#1","says":"上升6.11%","is":"change","of":[4567,4304],"labelled":"同比","note":"同比上升"}`}},
		{"two changes", "本月受理各类诉求38447件，同比下降24.85%，环比下降0.16%。", []string{
			`{"id":"#1","says":"下降24.85%","is":"change","of":[38447,null],"labelled":"同比","note":"同比下降"}`,
			`{"id":"#2","says":"下降0.16%","is":"change","labelled":"环比","note":"环比下降"}`}},
		{"the rate of what shrank", "窗口由17个减少至6个，减少64.7%。", []string{
			`{"id":"#1","says":"减少","is":"direction","of":[6,17],"note":"窗口由"}`,
			`{"id":"#2","says":"减少64.7%","is":"change","of":[6,17],"note":"减少"}`}},
		{"the rate of its own name", "热线话务总数为20693个，形成有效工单11171件，转派各成员单位4898件，在线办结数6273件，综合办结数为11163件，综合办结率达99.93%，回访满意率83.76%。", []string{
			`{"id":"#1","says":"99.93%","is":"ratio","numerator":11163,"denominator":11171,"note":"综合办结率"}`,
			`{"id":"#2","says":"83.76%","is":"ratio","note":"回访满意率"}`}},
		{"the satisfied of those asked", "回访群众200人，满意190人，满意率95%。", []string{
			`{"id":"#1","says":"95%","is":"ratio","numerator":190,"denominator":200,"note":"满意率"}`}},
		{"on time with late ones", "办结27031件，超期3件，按期办结率99.99%。", []string{
			`{"id":"#1","says":"99.99%","is":"on_time","closed":27031,"late":3,"note":"按期办结率"}`}},
		{"a bad rating put right", "收到可关联办事事项差评数185条，差评整改率100%。", []string{
			`{"id":"#1","says":"100%","is":"ratio","denominator":185,"note":"差评整改率"}`}},
		{"full-width digits", "共受理事项３８９６件，办结３８５０件，办结率达９８％。", []string{
			`{"id":"#1","says":"98%","is":"ratio","numerator":3850,"denominator":3896,"note":"办结率"}`}},
		{"means of working days", "平均承诺 12.52 个工作日，实际 2.59 个，提前 9.98 个。", []string{
			`{"id":"#1","says":"9.98个","is":"difference","of":["12.52","2.59"],"note":"平均提前"}`}},
		{"a mean without the two others", "各窗口平均提前3.5天办结。", []string{
			`{"id":"#1","says":"3.5天","is":"difference","of":[null,null],"note":"平均提前"}`}},
		{"a title of another month", "二月份政务服务办件情况通报\n2017年3月，中心受理2495件，办结2495件。", []string{
			`{"id":"#1","says":"2017年2月","is":"period","of":["2017年3月"]}`,
			`{"id":"#2","says":"2495件","is":"closed","accepted":2495,"note":"受理、办结"}`}},
		{"one part is no list", "受理100件，其中网上60件。", nil},
		{"names and a number of others", "受理、办结12个项目。民政、社保3个部门。", nil},
		{"more names than are said", "设投诉箱、电话、邮箱、意见簿等三种渠道。", []string{
			`{"id":"#1","says":"3种","is":"named","of":["设投诉箱","电话","邮箱","意见簿"]}`}},
		{"numbers of words and addresses", "资源ID:1849986，4.webp.jpg，服务6+1，A3纸，2022-05-25 10:42:02。", nil},
		{"a bound behind the unit", "受理100件，满意率达95%以上，办结率不低于98%，服务200人次以上。", []string{
			`{"id":"#1","says":"95%以上","is":"ratio","note":"满意率"}`,
			`{"id":"#2","says":"不低于98%","is":"ratio","note":"办结率"}`}},
		{"a rate behind another", "受理100件，办结98件，满意率95%，办结率98%。", []string{
			`{"id":"#1","says":"95%","is":"ratio","note":"满意率"}`,
			`{"id":"#2","says":"98%","is":"ratio","numerator":98,"denominator":100,"note":"办结率"}`}},
		{"numbers in names", "12345热线共受理诉求277件，其中省长信箱23件，12345平台转派1件，书记信箱253封。", []string{
			`{"id":"#1","says":"277件","is":"sum","of":[23,1,253],"more":true,"note":"热线共受理诉求"}`}},
		{"the solved, and not those that are not", "转派工单共3456件，已解决3112件，未解决344件，解决率90.05%。", []string{
			`{"id":"#1","says":"3456件","is":"sum","of":[3112,344],"more":true,"note":"转派工单共"}`,
			`{"id":"#2","says":"90.05%","is":"ratio","numerator":3112,"denominator":3456,"note":"解决率"}`}},
		{"a total broken down twice", "共受理诉求1655件，其中甲市573件，乙县278件；包括咨询1127件、求助528件，较去年同期下降56.76%。", []string{
			`{"id":"#1","says":"1655件","is":"sum","of":[573,278],"more":true,"note":"共受理诉求"}`,
			`{"id":"#2","says":"1655件","is":"sum","of":[1127,528],"more":true,"note":"共受理诉求"}`,
			`{"id":"#3","says":"下降56.76%","is":"change","note":"较去年同期下降"}`}},
		{"a part broken down", "收集评价100条。其中，网上收到60条（短信50条，邮件10条），大厅收到40条。", []string{
			`{"id":"#1","says":"100条","is":"sum","of":[60,40],"more":true,"note":"收集评价"}`,
			`{"id":"#2","says":"60条","is":"sum","of":[50,10],"more":true,"note":"网上收到"}`}},
		{"a list after a change", "共接收工单3656件,较上期相比减少41件,环比下降1.11%。其中:投诉类3000件,占比率达82.06%;举报类656件,占比率达17.94%。", []string{
			`{"id":"#1","says":"3656件","is":"sum","of":[3000,656],"more":true,"note":"共接收工单"}`,
			`{"id":"#2","says":"下降1.11%","is":"change","of":[3656,3697],"periods":["本月","上月"],"labelled":"环比","note":"环比下降"}`,
			`{"id":"#3","says":"82.06%","is":"share","part":3000,"base":3656,"note":"占比率达"}`,
			`{"id":"#4","says":"17.94%","is":"share","part":656,"base":3656,"note":"占比率达"}`}},
		{"spaces", "服务近 150 余人，办理 3.2 万 余件。", []string{`{"id":"#1","says":"近 150 余人","is":"count"}`}},
		{"what was done and what is in hand", "受理省派工单2917件,已处理完毕2349件,处于办结时限内正在办理568件。", []string{
			`{"id":"#1","says":"2917件","is":"sum","of":[2349,568],"more":true,"note":"受理省派工单"}`}},
		{"nothing", "", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			file, err := claims.Read([]byte(row.text))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, asFile(t, file.Claims)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// asFile are claims as they stand in a file, each of which reads back as it is.
func asFile(t testing.TB, list []claims.Claim) (out []string) {
	t.Helper()
	for i := range list {
		b, err := json.Marshal(&list[i], json.Deterministic(true))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
		again, err := claims.ReadClaims([]byte(`{"claims":[` + string(b) + `]}`))
		if err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if same, err := json.Marshal(&again.Claims[0], json.Deterministic(true)); err != nil || string(same) != string(b) {
			t.Errorf("%s reads back as %s: %v", b, same, err)
		}
		if one, two := verdictOf(t, list[i]), verdictOf(t, again.Claims[0]); one != two {
			t.Errorf("%s: %s from the text, %s from the file", b, one, two)
		}
	}
	return out
}

func verdictOf(t testing.TB, c claims.Claim) claims.Verdict {
	t.Helper()
	list, err := claims.Judge(t.Context(), []claims.Claim{c}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list[0].Verdict
}
