package profiles

import "unsafe"

// Footprint returns about how many bytes of memory the profile takes, those that it shares with others included.
func (p *Profile) Footprint() int {
	size := int(unsafe.Sizeof(*p)) + len(p.Person) + p.Details.footprint() + 8*cap(p.Calls) + 8*cap(p.Series) + 8*cap(p.Apart)
	if p.own != nil {
		size += int(unsafe.Sizeof(*p.own)) + p.own.footprint()
	}
	for i := range p.Merges {
		m := &p.Merges[i]
		size += int(unsafe.Sizeof(*m)) + len(m.Person) + m.Details.footprint()
	}
	for _, s := range p.Series {
		size += s.footprint()
	}
	for i := range p.Segments {
		size += int(unsafe.Sizeof(p.Segments[i])) + len(p.Segments[i].Key)
	}
	for i := range p.Scores {
		size += int(unsafe.Sizeof(p.Scores[i])) + len(p.Scores[i].Name) + len(p.Scores[i].Text)
	}
	return size
}

// footprint is the memory behind the details.
func (d *Details) footprint() int {
	size := 0
	for i := range d.Identifiers {
		size += int(unsafe.Sizeof(d.Identifiers[i])) + len(d.Identifiers[i].Value)
	}
	for i := range d.Traits {
		size += int(unsafe.Sizeof(d.Traits[i])) + len(d.Traits[i].Name) + len(d.Traits[i].Value)
	}
	for i := range d.Groups {
		size += int(unsafe.Sizeof(d.Groups[i])) + len(d.Groups[i].ID)
	}
	for i := range d.Given {
		g := &d.Given[i]
		size += int(unsafe.Sizeof(*g)) + len(g.Flag) + len(g.Variant) + len(g.Reason) + len(g.Targeting)
	}
	return size
}

// footprint leaves out the properties' names, which the shape has for everybody.
func (s *Series) footprint() int {
	size := int(unsafe.Sizeof(*s)) + len(s.Name) + 8*cap(s.rows) + 16*cap(s.texts)
	for _, text := range s.texts {
		size += len(text)
	}
	if s.Older != nil {
		size += int(unsafe.Sizeof(*s.Older)) + len(s.Older.Properties)*int(unsafe.Sizeof(OlderProperty{}))
	}
	return size
}
