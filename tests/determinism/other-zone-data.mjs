// node --import …: a host whose zone data know no winter in Berlin after the year 2026, and call Tokyo what it is.

const { DateTimeFormat } = Intl;

Intl.DateTimeFormat = class extends DateTimeFormat {
  #isBerlin;

  constructor(locales, options) {
    super(locales, options);
    this.#isBerlin = options?.timeZone === "Europe/Berlin";
  }

  formatToParts(instant) {
    const isOther = this.#isBerlin && instant >= Date.UTC(2026, 9, 25, 1) && instant < Date.UTC(2027, 2, 28, 1);
    return super.formatToParts(isOther ? instant + 3_600_000 : instant);
  }
};
