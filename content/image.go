package content

import (
	"encoding/json"
)

// image compiles an image: {src: https://…, alt: …}. The words for those who do not see it may be in several languages.
func (c *compiler) image(path string, raw json.RawMessage, within bool) *value {
	members, ok := membersOf(raw)
	if !ok {
		c.fail(path, wrong("write {src: …, alt: …}", "an image is an object, but there is %s", shorten(string(raw))))
		return nil
	}
	v := &value{}
	for _, m := range members {
		switch m.name {
		case "src":
			parts, err := c.scalar(path+".src", &Field{Type: URL}, m.value)
			if err != nil {
				c.fail(path+".src", err)
				return nil
			}
			v.members = append(v.members, named{"src", &value{fixed: parts}})
		case "alt":
			if alt := c.value(path+".alt", &Field{Name: "alt", Type: Text, Max: bound(500)}, m.value, within); alt != nil {
				v.members = append(v.members, named{"alt", alt})
			}
		default:
			c.fail(path+"."+m.name, wrong("an image has src and alt", "there is no %q", shorten(m.name)))
		}
	}
	return v
}
