// The S3 backend of OpenTofu as a client of the matrix: see session.go.
package main

import (
	"context"

	"github.com/opentofu/opentofu/internal/backend/remote-state/s3"
	"github.com/opentofu/opentofu/internal/encryption"
	"github.com/zclconf/go-cty/cty"
)

func list(settings map[string]string) error {
	backend := s3.New(encryption.StateEncryptionDisabled())
	values := map[string]cty.Value{}
	for name, value := range settings {
		values[name] = cty.StringVal(value)
	}
	object, err := backend.ConfigSchema().CoerceValue(cty.ObjectVal(values))
	if err != nil {
		return err
	}
	object, problems := backend.PrepareConfig(object)
	if problems.HasErrors() {
		return problems.Err()
	}
	if problems := backend.Configure(context.Background(), object); problems.HasErrors() {
		return problems.Err()
	}
	_, err = backend.Workspaces(context.Background())
	return err
}
