package main

import "os/exec"

func separate(*exec.Cmd) {}

func (p *process) kill() { _ = p.Process.Kill() }
