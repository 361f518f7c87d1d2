// Command schema prints the fields that the API server knows in a Pod, in the workloads
// that hold a Pod template and in Service, Ingress and IngressClass, as the compact data of src/engine/schema/fields.ts.
package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var roots = []any{
	corev1.Pod{}, corev1.PodTemplate{}, corev1.ReplicationController{},
	appsv1.Deployment{}, appsv1.StatefulSet{}, appsv1.DaemonSet{}, appsv1.ReplicaSet{},
	batchv1.Job{}, batchv1.CronJob{},
	corev1.Service{}, networkingv1.Ingress{}, networkingv1.IngressClass{},
}

// Types that decode themselves.
var own = map[reflect.Type]string{
	reflect.TypeOf(resource.Quantity{}):  "q",
	reflect.TypeOf(intstr.IntOrString{}): "o",
	reflect.TypeOf(metav1.Time{}):        "t",
	reflect.TypeOf(metav1.FieldsV1{}):    "x",
}

var (
	seen  = map[string]reflect.Type{}
	lines []string
)

// kind is one letter for a scalar, `[` or `{` and the element's kind for lists and maps, else a type's name.
func kind(t reflect.Type) string {
	if k, ok := own[t]; ok {
		return k
	}
	switch t.Kind() {
	case reflect.Pointer:
		return kind(t.Elem())
	case reflect.String:
		return "s"
	case reflect.Bool:
		return "b"
	case reflect.Int32:
		return "i"
	case reflect.Int64:
		return "l"
	case reflect.Slice:
		return "[" + kind(t.Elem())
	case reflect.Map:
		return "{" + kind(t.Elem())
	case reflect.Struct:
		visit(t)
		return t.Name()
	}
	panic("no rule for " + t.String())
}

func fields(t reflect.Type, add func(name, kind string)) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			if !f.Anonymous && !strings.Contains(options, "inline") {
				panic(t.String() + "." + f.Name + " has no name")
			}
			fields(f.Type, add)
			continue
		}
		add(name, kind(f.Type))
	}
}

func visit(t reflect.Type) {
	if old, ok := seen[t.Name()]; ok {
		if old != t {
			panic("two types called " + t.Name())
		}
		return
	}
	seen[t.Name()] = t
	byKind := map[string][]string{}
	fields(t, func(name, kind string) { byKind[kind] = append(byKind[kind], name) })
	var groups []string
	for k, names := range byKind {
		sort.Strings(names)
		groups = append(groups, k+" "+strings.Join(names, " "))
	}
	sort.Strings(groups)
	lines = append(lines, t.Name()+"="+strings.Join(groups, "|"))
}

func main() {
	for _, root := range roots {
		visit(reflect.TypeOf(root))
	}
	sort.Strings(lines)
	out := must(os.Create(os.Args[1]))
	fmt.Fprintf(out, `/**
 * Every field of a Pod, of the workloads that hold a Pod template, and of Service, Ingress and IngressClass, with what
 * JSON may stand there:
 * what k8s.io/api v0.37.2 (Kubernetes 1.37.2) decodes. Made, not written:
 *
 *   cd tests/oracle/schema && go run . ../../../src/engine/schema/fields.ts
 *
 * A line is a type: its fields, grouped by kind. Kinds: s string, b boolean, i and l integers of 32 and
 * 64 bits, q quantity, o integer or string, t time, x anything; [ and { are a list and a map of what
 * follows; else the name of a type.
 */
export const SCHEMA: string = %s
%s
%s;
`, "`", strings.Join(lines, "\n"), "`")
	if err := out.Close(); err != nil {
		panic(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
