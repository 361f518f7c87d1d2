package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// wide makes one text of a kind that the generated Pods hardly touch: layouts of every sort, fragments of
// syntax thrown together, texts with a slip in them, and streams of JSON.
func wide(r *rand.Rand) string {
	switch r.Intn(8) {
	case 0, 1:
		return layout(r)
	case 2, 3:
		return soup(r, yamlFragments, 2+r.Intn(22))
	case 4, 5:
		return slip(r, layout(r))
	case 6:
		return soup(r, jsonFragments, 2+r.Intn(18))
	default:
		s := jsonValue(r, 0)
		for r.Intn(3) == 0 {
			s += pick(r, []string{"", "\n", " ", "\n---\n", "\n\n"}) + jsonValue(r, 0)
		}
		if r.Intn(2) == 0 {
			s = slip(r, s)
		}
		return s
	}
}

func pick(r *rand.Rand, from []string) string { return from[r.Intn(len(from))] }

var yamlFragments = strings.Split("a|b|a: |b: |: |:|- |-|? |?|\n|\n|\n|\n  |\n  |\n    |\n\n|  | |\t|\n\t|[|]|{|}|, |,|&a |&b |*a|*b |!!str |!!int |!!float |!x |!|!!|!<a>|!e!x | #c|#|\"|'|\"x y\"|'x y'|\"a\": |\"\\u0041\"|\"\\n|\\|x y|1|0x1|yes|~|null|.5|<<: |<<: *a|---|--- |--- #c|\n---\n|\n...\n|...|%YAML 1.1|%|\r\n|\r|é|你|😀|\u2028|\u0085|\ufeff|@|`|= |\\t|>-|>+1|>2-|>\n|{a: 1}|[1, 2]|[]|{}|[a: b]|[? a : b]|{? a : b}|{a, b: c}|key: value|x:y|x#y|-x|?x|:x|--|..", "|")

func init() {
	for _, f := range []string{"|", "|-", "|+", "|2", "|\n", ">\n", "|\n   x\n", "a: |\n  x\n"} {
		yamlFragments = append(yamlFragments, f)
	}
}

var jsonFragments = strings.Split(`{|}|[|]|,|:|"a"|"b"|"a":|"a": 1|{"a": 1}|{"a": [1, {"b": null}]}|1|-1|0|01|1.5|1.|1e3|1E+2|-|true|false|null|tru|nulls|"\u00e9"|"\ud83d\ude00"|"\ud83d"|"\x"|"\/"|"\n"|"|\|'|a| |`+"\n|\n|\t|\r\n|\u00a0|\ufeff|\x0b|---|\n---\n|# c|é|😀|{\"a\": 1, \"a\": 2}|{\"\": 1}|{\"__proto__\": 1}|\x7f", "|")

func soup(r *rand.Rand, fragments []string, n int) string {
	var b strings.Builder
	if r.Intn(2) == 0 {
		b.WriteString(pick(r, []string{"a: ", "a:\n  ", "- ", "{", "[", "a: [", "a: {", "a:\n- ", "k: v\n", "\"", "a: \"", "a: '", "? "}))
	}
	for i := 0; i < n; i++ {
		b.WriteString(pick(r, fragments))
	}
	return b.String()
}

// slip changes a few characters of a good text.
func slip(r *rand.Rand, s string) string {
	rs := []rune(s)
	for n := 1 + r.Intn(3); n > 0 && len(rs) > 0; n-- {
		i := r.Intn(len(rs))
		switch r.Intn(4) {
		case 0:
			rs = append(rs[:i], rs[i+1:]...)
		case 1:
			rs = append(rs[:i], append([]rune(pick(r, yamlFragments)), rs[i:]...)...)
		case 2:
			rs[i] = []rune(" \t\n:-#,'\"[]{}&*!|>?%@0aé\r")[r.Intn(24)]
		default:
			j := r.Intn(len(rs))
			rs[i], rs[j] = rs[j], rs[i]
		}
	}
	return string(rs)
}

var words = strings.Split("a|b|c|name|x y|\"q\"|'s'|\"a b\"|'it''s'|1|1.5|yes|0x1F|010|a.b/c|你好|😀 x|x#y|x:y|-x|<<|.5_0|0b-1|1_0e2|1e-7|1e21|123456789.5|-0.0|!!str 1|!!float 2|!!binary gICA|!!timestamp 2001-1-2|&a v|&b 1|*a|*b", "|")

func scalar(r *rand.Rand) string {
	if r.Intn(3) == 0 {
		return scalars[r.Intn(len(scalars))]
	}
	return pick(r, words)
}

func key(r *rand.Rand) string {
	switch r.Intn(30) {
	case 0:
		return "\"" + strings.Repeat("k", 1000+r.Intn(50)) + "\""
	case 1:
		return strings.Repeat("😀", 500+r.Intn(600))
	case 2:
		return scalar(r)
	}
	return pick(r, []string{"a", "b", "c", "name", "\"q\"", "'s'", "x y", "1", "yes", "你", "<<"})
}

func layout(r *rand.Rand) string {
	var b strings.Builder
	if r.Intn(12) == 0 {
		b.WriteString("\ufeff")
	}
	for docs := 1 + r.Intn(5)/3; docs > 0; docs-- {
		if r.Intn(4) == 0 {
			b.WriteString(pick(r, []string{"---\n", "---\n", "--- # c\n", "---\t\n", "# c\n---\n", "---\n---\n", "\n"}))
		}
		block(r, &b, r.Intn(3)/2, 0)
		if r.Intn(8) == 0 {
			b.WriteString(pick(r, []string{"...\n", "...\nrest\n", "... # c\n", "---", "\n\n", "# end", "...\n---\n"}))
		}
		if docs > 1 {
			b.WriteString("---\n")
		}
	}
	s := b.String()
	switch r.Intn(12) {
	case 0:
		s = strings.ReplaceAll(s, "\n", "\r\n")
	case 1:
		s = strings.ReplaceAll(s, "\n", "\r")
	case 2:
		s = strings.TrimRight(s, "\n")
	}
	return s
}

// block writes a map or list at an indentation, its first line already indented.
func block(r *rand.Rand, b *strings.Builder, indent, depth int) {
	pad := strings.Repeat(" ", indent)
	list := r.Intn(3) == 0
	b.WriteString(pad)
	for i, n := 0, 1+r.Intn(4); i < n; i++ {
		if i > 0 {
			if r.Intn(8) == 0 {
				b.WriteString(pick(r, []string{"\n", "# c\n", "      # c\n", "  \n", "\t\n"}))
			}
			b.WriteString(pad)
		}
		if list {
			b.WriteString("- ")
		} else if r.Intn(12) == 0 {
			b.WriteString("? " + key(r) + "\n" + pad + ": ")
		} else {
			b.WriteString(key(r) + pick(r, []string{": ", ": ", ": ", ":  ", ":\t", " : "}))
		}
		value(r, b, indent, depth, list)
	}
}

func value(r *rand.Rand, b *strings.Builder, indent, depth int, list bool) {
	if r.Intn(10) == 0 {
		b.WriteString(pick(r, []string{"&a ", "&b ", "!!map ", "!x ", "!!str ", "&a !!seq "}))
	}
	in := indent + 1 + r.Intn(3)
	pad := strings.Repeat(" ", in)
	end := pick(r, []string{"\n", "\n", "\n", " # c\n", "  \n", "\t\n", "\t# c\n"})
	switch k := r.Intn(12); {
	case k < 2 && depth < 4:
		if list && r.Intn(2) == 0 {
			var inner strings.Builder
			block(r, &inner, indent+2, depth+1)
			b.WriteString(strings.TrimLeft(inner.String(), " "))
			return
		}
		b.WriteString(end)
		block(r, b, in, depth+1)
	case k == 2 && depth < 4 && !list:
		b.WriteString("\n" + strings.Repeat(" ", indent) + "- " + scalar(r) + "\n")
	case k < 5:
		b.WriteString(flow(r, depth, pad) + end)
	case k < 7:
		b.WriteString(pick(r, []string{"|", ">", "|-", ">-", "|+", ">+", "|2", ">1", "|2-", ">+3", "|+1"}) + pick(r, []string{"\n", "\n", " # c\n", "  \n"}))
		for n := r.Intn(6); n > 0; n-- {
			b.WriteString(pick(r, []string{pad + "x y\n", pad + "x\n", pad + "  more\n", "\n", " \n", pad + "# no comment\n", pad + "\tt\n", pad + "- x\n", strings.Repeat(" ", in+2) + "\n", pad + "trail  \n"}))
		}
	case k == 7:
		q := pick(r, []string{"\"", "'", ""})
		b.WriteString(q + "one")
		for n := 1 + r.Intn(3); n > 0; n-- {
			b.WriteString(pick(r, []string{" two", "  two ", "\n" + pad + "three", "\n\n" + pad + "four", " \n" + pad + "\tfive", "\n" + pad + "- six", "\n" + pad + "#x", "\u2028" + pad + "ls", "\u0085" + pad + "nel", "\\\n" + pad + "esc", "\\t", "\\x41\\u00e9\\U0001F600", "''", "\n" + pad + "a: b"}))
		}
		b.WriteString(q + end)
	case k == 8:
		b.WriteString(end)
	default:
		b.WriteString(scalar(r) + end)
	}
}

func flow(r *rand.Rand, depth int, pad string) string {
	gap := func() string { return pick(r, []string{"", " ", " ", "\n" + pad, " # c\n" + pad, "\t", "\n\n" + pad}) }
	var parts []string
	list := r.Intn(2) == 0
	for n := r.Intn(4); n > 0; n-- {
		v := scalar(r)
		if depth < 4 && r.Intn(4) == 0 {
			v = flow(r, depth+1, pad)
		}
		switch {
		case list && r.Intn(5) > 0:
		case r.Intn(10) == 0:
			v = "? " + key(r) + " : " + v
		case r.Intn(10) == 0:
			v = key(r)
		case r.Intn(10) == 0:
			v = "\"" + pick(r, []string{"a", "b c"}) + "\":" + v
		default:
			v = key(r) + ":" + gap() + v
		}
		parts = append(parts, gap()+v+gap())
	}
	s := strings.Join(parts, ",")
	if len(parts) > 0 && r.Intn(6) == 0 {
		s += ","
	}
	if list {
		return "[" + s + "]"
	}
	return "{" + s + "}"
}

func jsonValue(r *rand.Rand, depth int) string {
	k := r.Intn(10)
	if depth > 3 && k < 4 {
		k = 9
	}
	if depth == 0 && r.Intn(8) > 0 {
		k = 0
	}
	var parts []string
	switch {
	case k < 3:
		for n := r.Intn(4); n > 0; n-- {
			parts = append(parts, fmt.Sprintf("%q: %s", pick(r, []string{"a", "b", "c", "é", "", "a b"}), jsonValue(r, depth+1)))
		}
		return "{" + strings.Join(parts, pick(r, []string{",", ", ", ",\n  "})) + "}"
	case k == 3:
		for n := r.Intn(4); n > 0; n-- {
			parts = append(parts, jsonValue(r, depth+1))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return pick(r, []string{"1", "-1.5e3", "1E5", "0", "-0", "0.1", "true", "false", "null", `"x"`, `"\u00e9\n\""`, `"\ud83d\ude00"`, `"\ud83d x"`, `""`, `"a\/b"`, "1e400", "12345678901234567890", `"你"`})
}
