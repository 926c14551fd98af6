// What the drivers of Terraform's and OpenTofu's S3 backends share: they do what `terraform init`
// does with the backend, which is to check its settings, to configure it, and to list the
// workspaces in the bucket.
//
// The backends are internal packages, so that install.sh builds this driver inside their module.
// It reads one JSON line per machine, sets the environment to it, and answers one line each, with a
// new backend for each machine. What machines share: the process and HOME.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

type machine struct {
	Env     map[string]string `json:"env"`
	Profile *string           `json:"profile"`
}

type answer struct {
	Region *string `json:"region"`
	Error  *string `json:"error"`
}

func ask(profile *string) answer {
	// The region is that of the bucket, which a backend's settings name.
	settings := map[string]string{"bucket": "bucket", "key": "state", "region": "us-east-1"}
	if profile != nil {
		settings["profile"] = *profile
	}
	var answer answer
	if err := list(settings); err != nil {
		text := err.Error()
		answer.Error = &text
	}
	return answer
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var machine machine
		if err := json.Unmarshal(lines.Bytes(), &machine); err != nil {
			panic(err)
		}
		os.Clearenv()
		for name, value := range machine.Env {
			os.Setenv(name, value)
		}
		text, _ := json.Marshal(ask(machine.Profile))
		fmt.Println(string(text))
	}
}
