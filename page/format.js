// Numbers, money and dates in words.

const whole = new Intl.NumberFormat("en-US");
const dollars = new Intl.NumberFormat(
  "en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat(
  "en-US", { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });

export const number = value => whole.format(value);
export const money = value => dollars.format(value);

/** A price in few letters: $950, $9.5k, $650k, $1.25M. */
export function shortMoney(value) {
  if (value < 1_000) return "$" + Math.round(value);
  if (value < 10_000) return "$" + trim((value / 1_000).toFixed(1)) + "k";
  if (value < 999_500) return "$" + Math.round(value / 1_000) + "k";
  return "$" + trim((value / 1_000_000).toFixed(value < 9_995_000 ? 2 : 1)) + "M";
}

const trim = digits => digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;

/** A count in few letters: 950, 1.2k, 12k. */
export function shortNumber(value) {
  if (value < 1_000) return String(value);
  if (value < 9_950) return trim((value / 1_000).toFixed(1)) + "k";
  return Math.round(value / 1_000) + "k";
}

/**
 * The number that somebody typed: "$1,200,000", "900k", "1.2m"; null for nothing, NaN for what is
 * no number.
 */
export function readNumber(text) {
  const plain = text.toLowerCase().replace(/sq ?ft|[\s$,_]/g, "");
  if (!plain) return null;
  const found = /^(\d*\.?\d+|\d+\.)([km]?)$/.exec(plain);
  return found ? Number((Number(found[1]) * { "": 1, k: 1e3, m: 1e6 }[found[2]]).toFixed(2)) : NaN;
}

export const date = text => day.format(new Date(text));

export const plural = (count, one, many = one + "s") =>
  `${number(count)} ${count === 1 ? one : many}`;

/** A length in metres as miles, or feet where it is short. */
export function distance(meters) {
  const miles = meters / 1609.344;
  return miles < 0.19 ? `${number(Math.round(meters / 0.3048 / 10) * 10)} ft`
    : `${trim(miles.toFixed(miles < 10 ? 2 : 1))} mi`;
}

export function duration(milliseconds) {
  if (milliseconds < 1) return `${Math.round(milliseconds * 1000)} µs`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** The words of a RESO status: ComingSoon is "Coming soon". */
export const status = value =>
  value.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);

/** The street of a listing, without its unit. */
export function street(listing) {
  const parts = [
    listing.streetNumber, listing.streetDirPrefix, listing.streetName, listing.streetSuffix,
  ];
  return parts.filter(Boolean).join(" ") || "Address withheld";
}

/** The street line of a listing, with its unit. */
export const wholeStreet = listing =>
  listing.unitNumber ? `${street(listing)} #${listing.unitNumber}` : street(listing);

export function town(listing) {
  const state = [listing.stateOrProvince, listing.postalCode].filter(Boolean).join(" ");
  return [listing.city, state].filter(Boolean).join(", ");
}

/** Beds, baths and size in one line. */
export function size(listing) {
  const parts = [];
  if (listing.beds != null) parts.push(listing.beds === 0 ? "Studio" : `${listing.beds} bd`);
  if (listing.baths != null) parts.push(`${listing.baths} ba`);
  if (listing.sqft != null) parts.push(`${number(listing.sqft)} sqft`);
  return parts;
}

/** The property types of leases: the letter, and words of services that have their own. */
const leases = /^(b|((residential|commercial) )?lease|rental|(for )?rent)$/i;

export const isLease = listing => leases.test(listing.propertyType ?? "");
export const price = listing =>
  listing.listPrice == null ? "Price on request"
    : money(listing.listPrice) + (isLease(listing) ? " / month" : "");
