package bolt

func (a *audit) profiles() error  { return nil }
func (a *audit) failures() error  { return nil }
func (a *audit) partition() error { return nil }
