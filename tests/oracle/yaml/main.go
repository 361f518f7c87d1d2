// Reads YAML the way kubectl does (yaml.NewYAMLOrJSONDecoder over sigs.k8s.io/yaml) and prints what arrives as JSON.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
	sigs "sigs.k8s.io/yaml"
)

type doc struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}
type item struct {
	ID     string `json:"id"`
	Input  string `json:"input"`
	Docs   []doc  `json:"docs"`
	Strict string `json:"strictError,omitempty"` // what server-side strict reading adds (duplicate keys), first document only
}

func read(in string) (out []doc) {
	defer func() {
		if p := recover(); p != nil {
			out = append(out, doc{Error: fmt.Sprint("panic: ", p)})
		}
	}()
	d := yaml.NewYAMLOrJSONDecoder(strings.NewReader(in), 4096)
	out = []doc{}
	for {
		ext := runtime.RawExtension{}
		err := d.Decode(&ext)
		if err == io.EOF {
			return out
		}
		if err != nil {
			return append(out, doc{Error: err.Error()})
		}
		raw := bytes.TrimSpace(ext.Raw)
		if len(raw) == 0 {
			continue
		}
		if !json.Valid(raw) {
			return append(out, doc{Error: "not JSON: " + string(raw)})
		}
		out = append(out, doc{JSON: append([]byte{}, raw...)})
	}
}

var scalars = strings.Split(`yes|no|Yes|NO|on|off|On|OFF|y|n|Y|N|true|True|TRUE|tRUE|false|False|null|Null|NULL|~|nil|none||0|-0|+0|1|-1|+1|007|010|0o10|0O10|0x1F|0X1f|0b101|-0x1|1_000|1_0.5_0|1.|.5|-.5|+.5|1.0|1.50|100m|0.1|1e3|1E3|1e+3|1e-3|.5e2|1e400|-1e400|12e03|1.5e3|1Gi|1G|.inf|-.inf|+.inf|.Inf|.INF|.nan|.NaN|inf|NaN|1:30|190:20:30|12:30:45.5|2001-12-14|2001-12-14t21:59:43.10-05:00|2001-12-14 21:59:43.10 -5|9223372036854775807|9223372036854775808|18446744073709551615|18446744073709551616|123456789012345678901234567890|0.1234567890123456789|4.0|4e0|1e2Gi|=|<<|-|?|!|&a b|*a|!!str 123|!!int "7"|!!float 1|!!bool yes|!!null ""|!!binary aGk=|!custom x|!!timestamp 2001-12-14|"yes"|'on'|"1"|'0x1'|"\u4f60\n"|"\x41"|'it''s'|a b|a: b|a#b|a #b|#b|@x|%x|`+"`"+`x|[1, 2]|{a: 1}|[a, b: c]|{1: x, true: y, null: z, 1.5: w}|{yes: 1}|[1,,2]|{a: 1, a: 2}|"unterminated|'un|[1|{a: 1|*nope|a:b|a:|http://x:80/y|1.2.3|1.2.3.4|08|09|0778|00|-010|0_1|0.|e3|1e|1ee3|--|---|...|\t|x\ty|  lead`, "|")

func main() {
	seed := flag.Int64("seed", 1, "")
	n := flag.Int("n", 200, "")
	wider := flag.Bool("wide", false, "layouts, fragments and slips instead of Pods")
	out := flag.String("o", "-", "")
	flag.Parse()
	r := rand.New(rand.NewSource(*seed))
	var items []item
	add := func(id, in string) {
		it := item{ID: id, Input: in, Docs: read(in)}
		var v map[string]interface{}
		first := strings.SplitN(in, "\n---", 2)[0]
		if err := sigs.UnmarshalStrict([]byte(first), &v); err != nil && (len(it.Docs) == 0 || it.Docs[0].Error == "") {
			it.Strict = err.Error()
		}
		items = append(items, it)
	}
	if *wider {
		for i := 0; i < *n; i++ {
			add(fmt.Sprintf("wide-%d-%04d", *seed, i), strings.ToValidUTF8(wide(r), "?"))
		}
		*n = 0
	}
	if *seed == 1 && !*wider {
		for i, s := range scalars {
			add(fmt.Sprintf("value-%03d", i), "v: "+s+"\n")
			if i%2 == 0 {
				add(fmt.Sprintf("key-%03d", i), s+": v\n")
			}
			if i%3 == 0 {
				add(fmt.Sprintf("seq-%03d", i), "v:\n- "+s+"\n- x\n")
			}
		}
	}
	structs := []string{
		"a: 1\nb:\n  c: 2\n", "a: 1\n b: 2\n", "a:\n- 1\n- 2\n", "a:\n  - 1\n  - 2\n", "a:\n\t- 1\n", "a: |\n  x\n  y\n", "a: |-\n  x\n", "a: |+\n  x\n\n", "a: >\n  x\n  y\n\n  z\n", "a: >-\n  x\n  y\n",
		"base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n", "d:\n  y: 3\n  <<: {x: 1, y: 2}\n", "d:\n  <<: [{x: 1}, {x: 2, z: 3}]\n", "a: &x 1\nb: *x\n", "a: *x\n", "a: 1\na: 2\n", "a: {b: 1}\na: {c: 2}\n",
		"---\na: 1\n---\nb: 2\n", "---\n---\na: 1\n", "# only\n---\na: 1\n", "a: 1\n...\nb: 2\n", "--- {a: 1}\n--- [1]\n", "a: 1\n--- # c\nb: 2\n", "%YAML 1.2\n---\na: yes\n", "%YAML 1.1\n---\na: yes\n", "\ufeffa: 1\n", "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "", "\n\n", "# c\n", "null\n", "[]\n", "- a\n- b\n", "x\n", "{\"a\": 1, \"b\": [true, null, 1.5]}\n", "{\"a\": 1}\n{\"b\": 2}\n", "{\"a\": 01}\n", "{a: 1}\n---\n{\"b\": 2}\n", "{\"a\": 1, \"a\": 2}\n", "{\"a\": 1,}\n", "{'a': 1}\n", "[{\"a\": 1}]\n",
		"? a\n: 1\n", "? [a, b]\n: 1\n", "a: [1, 2\n", "a: {b: 1\n", "a: 'x\n", "a: \"x\\q\"\n", "a: b: c\n", "a: - b\n", "- a: 1\n  b: 2\n-  c: 3\n", "a:\nb: 1\n", "a: # c\n  b: 1\n", "a:    1   # c\n", "\"a b\": 1\n", "a: !!set {x, y}\n", "a: !!omap [x: 1]\n", "a: &a [*a]\n", "a: 1\n\n\n  \nb: 2\n", "\ta: 1\n", "a: 你好\n你: 1\n", "a: \u0001\n", "a: \"\\ud83d\"\n", "a: \xff\n",
	}
	if *seed == 1 && !*wider {
		for i, s := range structs {
			add(fmt.Sprintf("struct-%03d", i), s)
		}
		deep := strings.Repeat("[", 12000) + strings.Repeat("]", 12000)
		_ = deep
		bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
		for i := 1; i < 8; i++ {
			bomb += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
		}
		it := item{ID: "billion-laughs", Input: bomb, Docs: read(bomb)}
		if len(it.Docs) > 0 && len(it.Docs[0].JSON) > 2000 {
			it.Docs[0].JSON = json.RawMessage(`"(expands)"`)
		}
		items = append(items, it)
	}
	// generated: small Pods with odd scalars, layouts, comments, anchors, several documents
	odd := func() string { return scalars[r.Intn(len(scalars))] }
	for i := 0; i < *n; i++ {
		var b strings.Builder
		docs := 1 + r.Intn(3)/2
		for d := 0; d < docs; d++ {
			if d > 0 || r.Intn(5) == 0 {
				b.WriteString([]string{"---\n", "---\n", "--- # doc\n", "---   \n"}[r.Intn(4)])
			}
			if r.Intn(6) == 0 {
				b.WriteString("# comment " + odd() + "\n")
			}
			ind := []string{"", "  "}[r.Intn(2)]
			b.WriteString("apiVersion: v1\nkind: Pod\nmetadata:\n  name: p" + fmt.Sprint(i) + "\n  annotations:\n    k: " + odd() + "\n")
			if r.Intn(3) == 0 {
				b.WriteString("    " + odd() + ": v\n")
			}
			b.WriteString("spec:\n  containers:\n" + ind + "  - name: a\n" + ind + "    resources:\n" + ind + "      limits: &l\n" + ind + "        cpu: " + odd() + "\n" + ind + "        memory: " + odd() + "\n")
			if r.Intn(3) == 0 {
				b.WriteString(ind + "      requests: *l\n")
			} else if r.Intn(3) == 0 {
				b.WriteString(ind + "      requests: {<<: *l, cpu: " + odd() + "}\n")
			}
			if r.Intn(4) == 0 {
				b.WriteString(ind + "    command: [sh, -c, \"exit " + fmt.Sprint(r.Intn(200)) + "\"]\n")
			}
			if r.Intn(6) == 0 {
				b.WriteString(ind + "    name: b\n")
			}
			if r.Intn(5) == 0 {
				b.WriteString(ind + "    args:\n" + ind + "    - |\n" + ind + "      set -e\n" + ind + "      # not a comment\n" + ind + "    - " + odd() + "\n")
			}
		}
		s := b.String()
		if r.Intn(12) == 0 && len(s) > 10 {
			s = s[:5+r.Intn(len(s)-5)]
		}
		if r.Intn(15) == 0 {
			s = strings.ReplaceAll(s, "\n", "\r\n")
		}
		add(fmt.Sprintf("pod-%d-%04d", *seed, i), s)
	}
	w := os.Stdout
	if *out != "-" {
		w, _ = os.Create(*out)
	}
	fmt.Fprintf(w, "{\"kubernetes\":\"v1.37.2\",\"reader\":\"apimachinery util/yaml NewYAMLOrJSONDecoder over sigs.k8s.io/yaml\",\"seed\":%d,\"items\":[\n", *seed)
	for i, it := range items {
		j, err := json.Marshal(it)
		if err != nil {
			j, _ = json.Marshal(item{ID: it.ID, Input: it.Input, Docs: []doc{{Error: "output: " + err.Error()}}})
		}
		w.Write(j)
		if i < len(items)-1 {
			w.WriteString(",")
		}
		w.WriteString("\n")
	}
	w.WriteString("]}\n")
}
