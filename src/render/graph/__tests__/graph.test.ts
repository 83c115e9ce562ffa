import type { DesiredResource, DesiredState } from '../../../graph/desired-state';
import { renderDot } from '../dot';
import { renderMermaid } from '../mermaid';

const RESOURCE: DesiredResource = {
  address: 'instance.api',
  kind: 'instance',
  name: 'api',
  engine: 'terraform',
  provider: 'aws',
  region: 'eu-west-1',
  inputs: {},
  inputsDigest: '',
  dependsOn: ['image.api'],
  protect: false,
  ttlSeconds: null,
  readOnly: false,
  scope: 'shared',
  source: { file: 'helix.toml', line: 1, column: 1 },
};
const IMAGE: DesiredResource = {
  ...RESOURCE,
  address: 'image.api',
  kind: 'image',
  provider: 'docker',
  region: null,
  dependsOn: [],
};
const STATE: DesiredState = {
  resources: [RESOURCE, IMAGE],
  ttlPolicies: [{ address: 'ttl_policy.api', target: 'instance.api', seconds: 7200 }],
};

test('DOT shows every resource and policy, and every edge', () => {
  expect(renderDot(STATE)).toBe(`digraph helix {
  rankdir = "LR";
  node [shape = "box"];
  "image.api" [label = "image.api\\ndocker"];
  "instance.api" [label = "instance.api\\naws eu-west-1"];
  "ttl_policy.api" [label = "ttl_policy.api\\n2h", shape = "note"];
  "instance.api" -> "image.api";
  "ttl_policy.api" -> "instance.api" [label = "ends", style = "dashed"];
}
`);
});

test('Mermaid shows the same', () => {
  expect(renderMermaid(STATE)).toBe(`flowchart LR
  n0["image.api<br/>docker"]
  n1["instance.api<br/>aws eu-west-1"]
  n2(["ttl_policy.api<br/>2h"])
  n1 --> n0
  n2 -. ends .-> n1
`);
});

test('the order of the resources does not matter', () => {
  const turned = { ...STATE, resources: [IMAGE, RESOURCE] };
  expect(renderDot(turned)).toBe(renderDot(STATE));
  expect(renderMermaid(turned)).toBe(renderMermaid(STATE));
});

test('a name cannot leave its quotes, draw on a terminal or become markup', () => {
  const evil: DesiredState = {
    resources: [{ ...IMAGE, address: 'image.a"]; x\\', provider: '<b>\u001b[0m`#' }],
    ttlPolicies: [],
  };
  expect(renderDot(evil)).toContain('"image.a\\"]; x\\\\" [label = "image.a\\"]; x\\\\\\n<b>\\\\x1b[0m`#"];');
  expect(renderMermaid(evil)).toContain('["image.a#34;#93;#59; x#92;<br/>#60;b#62;#92;x1b#91;0m#96;#35;"]');
});

test('a project with nothing in it is an empty drawing', () => {
  expect(renderDot({ resources: [], ttlPolicies: [] })).toContain('digraph helix {');
  expect(renderMermaid({ resources: [], ttlPolicies: [] })).toBe('flowchart LR\n');
});
