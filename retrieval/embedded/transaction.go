package embedded

// queue runs a command between MULTI and EXEC.
func (e *engine) queue(c *caller, name string, args []string) reply {
	if name == "INFO" { // miniredis's own would answer
		c.dirty = true
		return reply{text: errorText("ERR INFO is not allowed in a transaction")}
	}
	kept := c.queued
	if kindOf(e.srv, name) == write {
		kept = appendCommand(kept, args...)
	}
	text := c.dispatch(args...)
	switch {
	case isError(text): // like Redis, which only forgives these two
		c.dirty = c.dirty || name != "MULTI" && name != "WATCH"
	case name == "DISCARD":
		c.leaveTx()
	default:
		e.learn(args)
		c.queued = kept
	}
	return reply{text: text}
}

// exec runs a transaction. Its record carries the clock of EXEC, by which its
// commands are executed.
func (e *engine) exec(c *caller) reply {
	does := read
	if len(c.queued) > 0 {
		does = write
	}
	text := e.barred(does)
	switch {
	case c.dirty:
		text = errorText("EXECABORT Transaction discarded because of previous errors.")
	case text == nil && e.spoiled(c):
		text = []byte("*-1\r\n")
	}
	if text != nil {
		c.dispatch("DISCARD")
		c.leaveTx()
		return reply{text: text, after: e.pending()}
	}
	r := append(newRecord(executed, e.tick()), c.queued...)
	text = c.dispatch("EXEC")
	c.leaveTx()
	if does == write && !isError(text) && !isNil(text) { // nil: a watched key had changed, nothing was executed
		e.enlist(r)
	}
	return reply{text: text, after: e.pending()}
}
