import { secretVariables } from '../secret-variables';

const sources = {
  variable: (name: string) => ({ DATABASE: 'postgres://', EMPTY: '', BLANK: ' \n' })[name],
  secretByFingerprint: (fingerprint: string) => `value of ${fingerprint}`,
};

it('secrets reach Terraform in one variable of its environment', () => {
  const references = { 'instance.api DB': 'env:DATABASE', 'instance.api KEY': 'secret:f00d' };
  const { TF_VAR_helix_secret: json } = secretVariables(references, sources);
  expect(JSON.parse(json!)).toEqual({
    'instance.api DB': 'postgres://',
    'instance.api KEY': 'value of f00d',
  });
  expect(secretVariables({}, sources)).toEqual({});
});

it.each(['MISSING', 'EMPTY', 'BLANK'])('a secret from the variable %s is an error that names it', (name) => {
  expect(() => secretVariables({ 'instance.api DB': `env:${name}` }, sources)).toThrow(
    `instance.api needs ${name}, which this environment does not set.`,
  );
});
