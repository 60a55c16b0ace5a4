// The texts that stand out too little from what is behind them, each with its ratio.
(() => {
  const light = (colour) => {
    const parts = colour.match(/[\d.]+/g).slice(0, 3).map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const behind = (one) => {
    const { backgroundColor } = getComputedStyle(one);
    const isClear = /, 0\)$/.test(backgroundColor);
    return isClear && one.parentElement ? behind(one.parentElement) : backgroundColor;
  };
  const faint = [];
  for (const one of document.querySelectorAll("#page *")) {
    const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || !one.checkVisibility()) continue;
    const pair = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) faint.push([one.textContent.slice(0, 40), ratio]);
  }
  return JSON.stringify(faint);
})()
