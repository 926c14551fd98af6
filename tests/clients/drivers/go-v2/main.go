// The AWS SDK for Go v2 as a client of the matrix: who signs on this machine, and in which region?
//
// Without an argument it answers once, for its own environment. With "session" it reads one JSON
// line per machine, sets the environment to it, and answers one line each. What machines share
// then: the process, the HTTP transport of net/http with its proxy, and Go's certificate pool.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

type machine struct {
	Env     map[string]string `json:"env"`
	Profile *string           `json:"profile"`
}

type answer struct {
	Region *string `json:"region"`
	Error  *string `json:"error"`
}

func ask(m machine) (result answer) {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	fail := func(err error) answer {
		text := err.Error()
		result.Error = &text
		return result
	}
	once := func() aws.Retryer { return retry.AddWithMaxAttempts(retry.NewStandard(), 1) }
	options := []func(*config.LoadOptions) error{config.WithRetryer(once)}
	if m.Profile != nil {
		options = append(options, config.WithSharedConfigProfile(*m.Profile))
	}
	loaded, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
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
	_, err = service.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
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
