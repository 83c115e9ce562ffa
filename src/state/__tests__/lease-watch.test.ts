import { LeaseWatch, mayStillAct } from '../lease-watch';

describe('LeaseWatch', () => {
  it('ends a lease only when its heartbeat stood still for all of it, while it was watched', () => {
    const watch = new LeaseWatch(30);
    expect(watch.hasEnded('1', 1000)).toBe(false);
    expect(watch.hasEnded('1', 1029)).toBe(false);
    expect(watch.hasEnded('2', 1031)).toBe(false);
    expect(watch.hasEnded('2', 1060)).toBe(false);
    expect(watch.hasEnded('2', 1061)).toBe(true);
  });
});

describe('mayStillAct', () => {
  it('leaves half a lease between the last act and the first takeover', () => {
    expect(mayStillAct(1000, 1014.9, 30)).toBe(true);
    expect(mayStillAct(1000, 1015, 30)).toBe(false);
  });
});
