/** What an adapter tells of its traffic, for figures: it decides nothing. */
export interface Traffic {
  /** A call was answered: with that status, or 0 when nothing came back. */
  call(platform: string, route: string, status: number): void;
  /** A call waits for a limit of the platform, so long. */
  wait(platform: string, seconds: number): void;
  /** Stands around a call, where somebody wants to know how long it takes. */
  follow?<T>(platform: string, route: string, call: () => Promise<T>): Promise<T>;
}

/** Makes a call, and lets it be followed where it is. */
export function followed<T>({ follow }: Traffic, platform: string, route: string, call: () => Promise<T>): Promise<T> {
  return follow === undefined ? call() : follow(platform, route, call);
}

export const NO_TRAFFIC: Traffic = { call() {}, wait() {} };
