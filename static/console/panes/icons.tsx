// Icons: inline, so that they need no font and no request. All are 16 by 16 and drawn with the colour of the text.
const PATHS = {
  mine: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c.6-2.9 2.7-4.5 5.5-4.5s4.9 1.6 5.5 4.5",
  queue: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.5V8l2.5 1.5",
  bot: "M3.5 6h9A1.5 1.5 0 0 1 14 7.5v5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 12.5v-5A1.5 1.5 0 0 1 3.5 6zM8 6V2.5M5.5 9.5v1M10.5 9.5v1",
  team: "M5.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1 13.5c.4-2.5 2-4 4.5-4s4.1 1.5 4.5 4M11 7.5a2 2 0 1 0 0-4M12 9.7c1.7.5 2.7 1.800 3 3.800",
  tickets: "M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5",
  filter: "M2 3h12l-4.5 5.5V13L6.5 11.5v-3z",
  history: "M2.5 8a5.5 5.5 0 1 1 1.800 4.100M2 12.5v-3h3M8 5v3.5l2.3 1.3",
  settings: "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 2.800v3.400M5.5 9.800v3.400",
  edit: "M2.5 13.5l.7-3L10.5 3.2a1.6 1.6 0 0 1 2.3 2.3L5.5 12.800z",
  merge: "M4 2v4c0 2 1.5 3 4 3s4 1 4 3v2M12 2v4c0 2-1.5 3-4 3",
  take: "M8 2v8M4.5 6.5L8 10l3.5-3.5M2.5 13.5h11",
  unknown: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM6 6.200a2 2 0 1 1 2.800 1.900c-.5.2-.8.6-.8 1.200M8 11.500v.010",
  link: "M2 9.5a7 7 0 0 1 12 0M4.5 11a4 4 0 0 1 7 0M8 13h.01",
  all: "M2 4h12M2 8h12M2 12h12",
  closed: "M2 2.5h12v3H2zM3 5.5v8h10v-8M6.5 8.5h3",
  board: "M2.5 14V8.500M6.200 14V3M9.800 14V6.500M13.500 14V2M1 14h14",
  admin: "M2 4.5h6.500M11.500 4.5H14M10 3v3M2 11.5h2.500M7.500 11.5H14M6 10v3M2 8h9M14 8h.01M12.500 6.500v3",
  keys: "M1.5 4h13v8.5h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M4.5 10h7",
  out: "M6 2H2.5v12H6M10.5 5l3 3-3 3M13.5 8H6",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  send: "M2 8l12-5.5L10.5 14 7.5 9zM7.5 9L14 2.5",
  lock: "M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  transfer: "M2 5.5h11M10 2.5l3 3-3 3M14 11H3M6 8.5L3 11l3 3",
  release: "M2 9.5V14h12V9.5M8 11V2M4.5 5.5L8 2l3.5 3.5",
  back: "M6 3L2 7l4 4M2 7h8a4 4 0 0 1 0 8H8.5",
  check: "M2.5 8.5L6.5 12.5 13.5 4",
  details: "M2 2.5h12v11H2zM10 2.5v11",
  down: "M3 6l5 5 5-5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  star: "M8 1.8l1.9 4 4.3.500-3.2 3 .900 4.4L8 11.5l-3.9 2.2.9-4.4-3.2-3 4.3-.500z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.7 10.7L14.5 14.5",
  note: "M3 2h10v8.5L9.5 14H3zM13 10.5H9.5V14M5.5 5.5h5M5.5 8h3",
  chat: "M2 3h12v8H7l-3 3v-3H2z",
  attach: "M13 7.5l-5 5a3 3 0 0 1-4.3-4.3l5.3-5.3a2 2 0 0 1 2.9 2.9L6.7 11a1 1 0 0 1-1.4-1.4l4.2-4.2",
  eye: "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  at: "M10.500 8a2.500 2.500 0 1 1-5 0 2.500 2.500 0 0 1 5 0zM10.500 5.500V9a1.700 1.700 0 0 0 3.500 0V8a6 6 0 1 0-2.500 4.900",
  shield: "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4z",
  on_track: "M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z",
  at_risk: "M8 2l6.5 11.5h-13zM8 6.5v3M8 11.5v.01",
  breached: "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3L1.5 10.7V5.3zM8 4.5V8.5M8 11v.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, filled }: { name: IconName; filled?: boolean }) {
  return (
    <svg class={filled ? "icon filled" : "icon"} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
