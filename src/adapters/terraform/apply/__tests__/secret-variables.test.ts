import { secretVariables } from '../secret-variables';

const sources = {
  variable: (name: string) => ({ DATABASE: 'postgres://', EMPTY: '' })[name],
  fingerprint: (fingerprint: string) => `value of ${fingerprint}`,
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

it.each(['MISSING', 'EMPTY'])('a secret from the unset variable %s is an error that names it', (name) => {
  expect(() => secretVariables({ 'instance.api DB': `env:${name}` }, sources)).toThrow(
    `instance.api needs the variable ${name}, which is not set.`,
  );
});
