package embedded

import (
	"fmt"
	"os"
	"testing"
)

// childRole tells a re-executed test binary what to do instead of testing.
const childRole = "NEWSDESK_EMBEDDED_CHILD"

func TestMain(m *testing.M) {
	var err error
	switch role := os.Getenv(childRole); role {
	case "":
		os.Exit(m.Run())
	case "writer":
		err = writeForEver(os.Args[1])
	case "opener":
		err = openOnly(os.Args[1])
	default:
		err = diskChild(role, os.Args[1])
	}
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
