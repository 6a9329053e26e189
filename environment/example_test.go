package environment_test

import (
	"fmt"

	"github.com/fingerpost/fingerpost/environment"
)

func ExampleCheck() {
	_, problems := environment.Check([]byte(`fingerpost: 1
attributes:
  country: {type: string}
flags:
  greeting:
    type: string
    variants: {english: Hello, german: Guten Tag}
    targeting:
      - {name: Germany, when: contry == "DE", serve: german}
    default: englisch
`))
	fmt.Println(problems.In("greeting.yaml").Error())
	// Output:
	// greeting.yaml:9:31: flags.greeting.targeting[0].when: unknown attribute "contry"; did you mean "country"?
	//   |       - {name: Germany, when: contry == "DE", serve: german}
	//   |                               ^
	// greeting.yaml:10:14: flags.greeting.default: there is no variant "englisch"; did you mean "english"?
	//   |     default: englisch
	//   |              ^
}
