// Named one by one: the bundler cannot tell which exports of a CommonJS package are used when it is imported as a whole.
export { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
export { defaultProvider } from '@aws-sdk/credential-provider-node';
