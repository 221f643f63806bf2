/** What an adapter tells of its traffic, for figures: it decides nothing. */
export interface Traffic {
  /** A call was answered: with that status, or 0 when nothing came back. */
  call(platform: string, route: string, status: number): void;
  /** A call waits for a limit of the platform, so long. */
  wait(platform: string, seconds: number): void;
}

export const NO_TRAFFIC: Traffic = { call() {}, wait() {} };
