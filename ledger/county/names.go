package county

import "fmt"

// Names are put together of these. No county, town or village is meant.
var (
	trees    = []string{"松", "柏", "兰", "菊", "枫", "杏", "槐", "榆", "柳", "梅", "竹", "桐", "桂", "椿", "樟", "梓"}
	places   = []string{"影溪", "鸣岭", "隐坪", "回湾", "听桥", "栖坝", "映畈", "落塘", "渡雨", "卧垭", "望坳", "拾原"}
	hamlets  = []string{"上", "下", "东", "西", "前", "后", "里", "外", "大", "小", "新", "老"}
	matters  = []string{"设立", "变更", "注销", "延续", "备案", "登记", "补领", "核验", "年报", "申领", "转移", "证明"}
	objects  = []string{"餐饮服务", "民办学校", "林木采伐", "道路运输", "取水", "户外广告", "社会团体", "残疾人补助", "医疗机构", "建设工程", "养老保险", "农机", "种子经营", "临时用地", "公共场所卫生", "个体工商户"}
	variants = []string{"", "（简易）", "（复核）"}
	bureaus  = []string{"发展改革", "教育", "科技", "民政", "司法", "财政", "人力资源", "自然资源", "生态环境", "住房建设", "交通运输", "水利", "农业农村", "商务", "文化旅游", "卫生健康", "应急管理", "审计", "市场监管", "统计", "医疗保障", "林业", "城市管理", "退役军人", "税务", "气象", "烟草", "消防", "公积金", "档案", "地震", "供水"}
)

func townName(i int) string {
	return trees[i%len(trees)] + places[(i*5+i/len(trees))%len(places)]
}

func villageName(town, i int) string {
	return trees[(town*3+i)%len(trees)] + hamlets[(i/len(trees)+town+i)%len(hamlets)] + "庄"
}

func bureauName(i int) string {
	if i < len(bureaus) {
		return bureaus[i] + "局"
	}
	return fmt.Sprintf("%s局第%d分局", bureaus[i%len(bureaus)], i/len(bureaus))
}
