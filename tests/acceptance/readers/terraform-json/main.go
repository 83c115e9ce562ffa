// Reads a plan with HashiCorp's own library for Terraform's JSON, and prints what it found.
package main

import (
	"fmt"
	"os"

	tfjson "github.com/hashicorp/terraform-json"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	var plan tfjson.Plan
	if err := plan.UnmarshalJSON(text); err != nil {
		fail(err)
	}
	for _, change := range plan.ResourceChanges {
		fmt.Println(change.Address, change.Change.Actions, change.ProviderName)
	}
	fmt.Println("planned", len(plan.PlannedValues.RootModule.Resources))
	fmt.Println("declared", len(plan.Config.RootModule.Resources))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
