// Named one by one: the bundler cannot tell which exports of a CommonJS package are used when it is imported as a whole.
export { SignatureV4 } from '@smithy/signature-v4';
export { defaultProvider } from '@aws-sdk/credential-provider-node';
