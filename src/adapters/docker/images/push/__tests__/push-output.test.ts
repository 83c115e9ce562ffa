import { PushOutput } from '../push-output';

function refusedWith(message: string): PushOutput {
  const output = new PushOutput();
  output.add({ errorDetail: { message } });
  return output;
}

describe('the output of a push', () => {
  it('counts the layers that the registry has', () => {
    const output = new PushOutput();
    expect(output.progress).toBeNull();
    output.add({ id: 'a', status: 'Preparing' });
    output.add({ id: 'b', status: 'Pushing' });
    output.add({ id: 'a', status: 'Layer already exists' });
    expect(output.progress).toBe('pushing (1 of 2 layers)');
  });

  it('is a failure when a line of it is an error', () => {
    expect(refusedWith('denied: requested access').error).toBe('denied: requested access');
    expect(new PushOutput().error).toBeNull();
  });

  it.each([
    ['denied: requested access to the resource is denied', 'denied'],
    ['unauthorized: authentication required', 'denied'],
    ["tag invalid: The image tag 'a' already exists and cannot be overwritten", 'overwrite'],
    ['dial tcp 127.0.0.1:5000: connect: connection refused', 'broken'],
    ['received unexpected HTTP status: 503 Service Unavailable', 'broken'],
    ['manifest blob unknown: blob unknown to registry', 'final'],
  ])('takes %j for %s', (message, kind) => {
    const { isDenied, isOverwrite, isBroken } = refusedWith(message);
    expect({ isDenied, isOverwrite, isBroken }).toEqual({
      isDenied: kind === 'denied',
      isOverwrite: kind === 'overwrite',
      isBroken: kind === 'broken',
    });
  });
});
