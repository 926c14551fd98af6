// HashiCorp's aws-sdk-go-base, which Terraform's AWS provider and S3 backend and OpenTofu use, as a
// client of the matrix: who signs on this machine, and in which region?
//
// Without an argument it answers once, for its own environment. With "session" it reads one JSON
// line per machine, sets the environment to it, and answers one line each. What machines share
// then: the process and Go's certificate pool.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sts"
	awsbase "github.com/hashicorp/aws-sdk-go-base/v2"
	"github.com/hashicorp/aws-sdk-go-base/v2/diag"
)

type machine struct {
	Env     map[string]string `json:"env"`
	Profile *string           `json:"profile"`
}

type answer struct {
	Region *string `json:"region"`
	Error  *string `json:"error"`
}

func text(diagnostics diag.Diagnostics) error {
	var parts []string
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity() == diag.SeverityError {
			parts = append(parts, diagnostic.Summary()+": "+diagnostic.Detail())
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return errors.New(strings.Join(parts, "; "))
}

func ask(m machine) (result answer) {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	fail := func(err error) answer {
		text := err.Error()
		result.Error = &text
		return result
	}
	options := awsbase.Config{
		MaxRetries:              1,
		CallerName:              "client matrix",
		CallerDocumentationURL:  "https://example.org/",
		SkipCredsValidation:     true,
		SkipRequestingAccountId: true,
	}
	if m.Profile != nil {
		options.Profile = *m.Profile
	}
	ctx, loaded, diagnostics := awsbase.GetAwsConfig(ctx, &options)
	if err := text(diagnostics); err != nil {
		return fail(err)
	}
	if loaded.Region != "" {
		result.Region = &loaded.Region
	}
	service := sts.NewFromConfig(loaded, func(o *sts.Options) {
		// Without a region there is no endpoint, and nothing would be signed.
		if o.Region == "" {
			o.Region = "us-east-1"
		}
	})
	_, err := service.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return fail(err)
	}
	return result
}

func main() {
	out := json.NewEncoder(os.Stdout)
	if len(os.Args) < 2 || os.Args[1] != "session" {
		var m machine
		if len(os.Args) > 2 {
			m.Profile = &os.Args[2]
		}
		_ = out.Encode(ask(m))
		return
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<20)
	for in.Scan() {
		var m machine
		if err := json.Unmarshal(in.Bytes(), &m); err != nil {
			os.Exit(2)
		}
		os.Clearenv()
		for name, value := range m.Env {
			os.Setenv(name, value)
		}
		_ = out.Encode(ask(m))
	}
}
