// Words on the map, drawn as pictures when the map first asks for one: "count|light|1.2k",
// "price|dark|650000".

import { shortMoney } from "./format.js";
import { palettes } from "./mapstyle.js";

const family = `"Inter", ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, `
  + "sans-serif";
const ratio = Math.max(2, Math.ceil(window.devicePixelRatio || 1));

/** Draws the pictures that a map asks for. */
export function drawLabels(map) {
  map.on("styleimagemissing", ({ id }) => {
    const [kind, theme, ...rest] = id.split("|");
    const palette = palettes[theme];
    const text = rest.join("|");
    if (!palette || map.hasImage(id)) return;
    const image = kind === "count" ? count(text)
      : kind === "place" ? place(text, palette)
      : kind === "price"
        ? pill(shortMoney(Number(text)), palette.pill, palette.pillInk, palette.pillLine)
      : kind === "spot"
        ? pill(shortMoney(Number(text)), palette.accent,
          theme === "dark" ? "#0b1a18" : "#ffffff", palette.stroke)
      : null;
    if (image) map.addImage(id, image, { pixelRatio: ratio });
  });
}

const count = text => {
  const about = { height: 16, padding: 1 };
  return canvas(text, `600 12px ${family}`, about, (context, width, height) => {
    context.fillStyle = "#ffffff";
    context.fillText(text, width / 2, height / 2 + 0.5);
  });
};

function place(text, palette) {
  const about = { height: 18, padding: 4, spacing: "0.2px" };
  return canvas(text, `500 12px ${family}`, about, (context, width, height) => {
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = palette.halo;
    context.strokeText(text, width / 2, height / 2 + 0.5);
    context.fillStyle = palette.place;
    context.fillText(text, width / 2, height / 2 + 0.5);
  });
}

function pill(text, back, ink, line) {
  const about = { height: 23, padding: 8 };
  return canvas(text, `600 11.5px ${family}`, about, (context, width, height) => {
    context.beginPath();
    context.roundRect(1, 1, width - 2, height - 5, 9);
    context.moveTo(width / 2 - 4, height - 4.4);
    context.lineTo(width / 2, height - 0.8);
    context.lineTo(width / 2 + 4, height - 4.4);
    context.fillStyle = back;
    context.fill();
    context.beginPath();
    context.roundRect(1, 1, width - 2, height - 5, 9);
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = ink;
    context.fillText(text, width / 2, height / 2 - 1);
  });
}

function canvas(text, font, { height, padding, spacing }, paint) {
  const element = document.createElement("canvas");
  let context = element.getContext("2d");
  context.font = font;
  if (spacing) context.letterSpacing = spacing;
  const width = Math.ceil(context.measureText(text).width) + 2 * padding;
  element.width = width * ratio;
  element.height = height * ratio;
  context = element.getContext("2d");
  context.scale(ratio, ratio);
  context.font = font;
  if (spacing) context.letterSpacing = spacing;
  context.textAlign = "center";
  context.textBaseline = "middle";
  paint(context, width, height);
  return context.getImageData(0, 0, element.width, element.height);
}
