package workdays

// Official gives the State Council's notices that ship with the program,
// 2007–2026, ascending by year. 2027 is not published and has none.
func Official() []Notice { panic("unwritten") }
