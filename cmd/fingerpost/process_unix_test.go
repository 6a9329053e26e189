//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// separate puts a command into a process group of its own, so that what it started ends with it.
func separate(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

func (p *process) kill() { _ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) }
