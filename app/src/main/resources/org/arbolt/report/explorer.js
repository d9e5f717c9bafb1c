// The part of the report that one takes hold of: brushes over φ/ψ and energies select samples, a viewer overlays them.
'use strict';
(() => {
  const root = document.getElementById('explorer');
  const data = JSON.parse(document.getElementById('explorer-data').textContent);
  const count = data.energy.length;
  const find = name => root.querySelector('[data-part="' + name + '"]');
  const state = { residue: 0, weighted: true, region: null, range: null };
  const SHOWN = 20; // structures overlaid at most
  const MARGIN = 34, LEFT = 52;

  root.hidden = false;
  const bytes = Uint8Array.from(atob(data.positions), c => c.charCodeAt(0));
  const milli = new Int16Array(bytes.buffer); // [sample][atom][3], 0.001 nm
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // ---- selection
  const inside = (value, low, high) => value >= Math.min(low, high) && value <= Math.max(low, high);
  function selected() {
    const chosen = [];
    for (let i = 0; i < count; i++) {
      const r = state.region, e = state.range;
      const phi = data.phi.length ? data.phi[state.residue][i] : 0, psi = data.psi.length ? data.psi[state.residue][i] : 0;
      if ((!r || inside(phi, r[0], r[2]) && inside(psi, r[1], r[3])) && (!e || inside(data.energy[i], e[0], e[1]))) {
        chosen.push(i);
      }
    }
    return chosen.sort((a, b) => data.weight[b] - data.weight[a]); // most probable first
  }

  // ---- drawing
  function paper(canvas) {
    const ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext('2d');
    pen.scale(ratio, ratio);
    pen.font = '12px sans-serif';
    pen.clearRect(0, 0, width, height);
    return { pen, width: width - LEFT - 18, height: height - MARGIN - 8, left: LEFT, top: 8 };
  }
  function frame(p, xs, ys, x, y, below, beside) {
    const text = t => String(t).replace('-', '−');
    p.pen.strokeStyle = colour('--soft');
    p.pen.fillStyle = colour('--soft');
    p.pen.strokeRect(p.left, p.top, p.width, p.height);
    p.pen.textAlign = 'center';
    xs.forEach(t => p.pen.fillText(text(t), x(t), p.top + p.height + 14));
    p.pen.fillText(below, p.left + p.width / 2, p.top + p.height + 29);
    p.pen.save();
    p.pen.translate(12, p.top + p.height / 2);
    p.pen.rotate(-Math.PI / 2);
    p.pen.fillText(beside, 0, 0);
    p.pen.restore();
    p.pen.textAlign = 'right';
    ys.forEach(t => p.pen.fillText(text(t), p.left - 4, y(t) + 4));
  }
  const scale = (low, high, from, length) => v => from + (v - low) / (high - low) * length;

  function map(chosen) {
    const canvas = find('map'), p = paper(canvas);
    const x = scale(-180, 180, p.left, p.width), y = scale(180, -180, p.top, p.height);
    frame(p, [-180, -90, 0, 90, 180], [-180, -90, 0, 90, 180], x, y, 'φ (degrees)', 'ψ (degrees)');
    const picked = new Set(chosen), most = Math.max(...data.weight, 1e-300);
    for (let i = 0; i < count; i++) {
      p.pen.globalAlpha = state.weighted ? 0.08 + 0.82 * Math.sqrt(data.weight[i] / most) : 0.5;
      p.pen.fillStyle = picked.has(i) ? colour('--pick') : colour('--dot');
      p.pen.fillRect(x(data.phi[state.residue][i]) - 1.5, y(data.psi[state.residue][i]) - 1.5, 3, 3);
    }
    p.pen.globalAlpha = 1;
    if (state.region) {
      const r = state.region;
      p.pen.strokeStyle = colour('--ink');
      p.pen.strokeRect(x(r[0]), y(r[1]), x(r[2]) - x(r[0]), y(r[3]) - y(r[1]));
    }
    canvas.axes = { x: v => (v - p.left) / p.width * 360 - 180, y: v => 180 - (v - p.top) / p.height * 360 };
  }

  const [lowest, highest] = data.range; // as in the figure of energies
  const BARS = 40;
  function bars(chosen) {
    const canvas = find('energy'), p = paper(canvas);
    const all = new Float64Array(BARS), part = new Float64Array(BARS), picked = new Set(chosen);
    for (let i = 0; i < count; i++) {
      const bar = Math.floor((data.energy[i] - lowest) / (highest - lowest) * BARS);
      if (bar >= 0 && bar < BARS) {
        const share = state.weighted ? data.share[i] : data.plain[i];
        all[bar] += share;
        part[bar] += picked.has(i) ? share : 0;
      }
    }
    const beyond = data.energy.reduce((n, e) => n + (e < lowest || e > highest), 0);
    const top = Math.max(...all, 1e-300);
    const x = scale(lowest, highest, p.left, p.width), y = scale(top, 0, p.top, p.height);
    const tick = v => Math.round(lowest + v * (highest - lowest));
    frame(p, [tick(0.02), tick(0.5), tick(0.98)], [], x, y,
      'energy (kJ/mol)' + (beyond ? '; ' + beyond + (beyond > 1 ? ' samples lie beyond' : ' sample lies beyond') : ''), state.weighted ? 'weight' : 'samples');
    const wide = p.width / BARS;
    for (let b = 0; b < BARS; b++) {
      p.pen.fillStyle = colour('--dot');
      p.pen.fillRect(p.left + b * wide, y(all[b]), wide - 1, y(0) - y(all[b]));
      p.pen.fillStyle = colour('--pick');
      p.pen.fillRect(p.left + b * wide, y(part[b]), wide - 1, y(0) - y(part[b]));
    }
    // A drag to an edge takes all that lies beyond it.
    canvas.axes = { x: v => v < p.left + 3 ? -Infinity : v > p.left + p.width - 3 ? Infinity
        : lowest + (v - p.left) / p.width * (highest - lowest), y: v => v,
      bar: v => { const b = Math.floor((v - p.left) / wide), w = (highest - lowest) / BARS; return [lowest + b * w, lowest + (b + 1) * w]; } };
  }

  function brush(canvas, chosen, cleared) {
    let start = null;
    const place = e => { const box = canvas.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
    canvas.addEventListener('pointerdown', e => { start = place(e); canvas.setPointerCapture(e.pointerId); });
    canvas.addEventListener('pointermove', e => { if (start) { chosen(start, place(e)); draw(false); } });
    canvas.addEventListener('pointerup', e => {
      const end = place(e);
      if (start && Math.hypot(end[0] - start[0], end[1] - start[1]) < 4) cleared(start); else if (start) chosen(start, end);
      start = null;
      draw(true);
    });
  }

  // ---- the molecule
  let viewer = null;
  function xyz(sample) {
    const lines = [data.elements.length, 'sample ' + data.number[sample]];
    data.elements.forEach((element, a) => {
      const at = 3 * (sample * data.elements.length + a);
      lines.push([element, milli[at] / 100, milli[at + 1] / 100, milli[at + 2] / 100].join(' '));
    });
    return lines.join('\n');
  }
  function molecule(chosen) {
    if (typeof $3Dmol === 'undefined') return;
    const element = find('molecule');
    if (!element.clientWidth) return; // not shown, as in print
    viewer = viewer || $3Dmol.createViewer(element, { backgroundAlpha: 0 });
    viewer.removeAllModels();
    chosen.slice(0, SHOWN).forEach((sample, rank) => {
      const model = viewer.addModel(xyz(sample), 'xyz');
      model.setStyle({}, { stick: rank ? { radius: 0.035, color: colour('--dot') } : { radius: 0.13 } });
    });
    if (!molecule.zoomed && chosen.length) { viewer.zoomTo(); molecule.zoomed = true; }
    viewer.render();
    element.dataset.shown = Math.min(SHOWN, chosen.length);
  }

  function draw(whole) {
    const chosen = selected();
    if (data.phi.length) map(chosen);
    bars(chosen);
    const share = chosen.reduce((sum, i) => sum + data.share[i], 0);
    find('told').textContent = chosen.length + ' of ' + count + ' samples selected, ' + (100 * share).toFixed(1)
      + ' % of their weight' + (chosen.length > SHOWN ? '; the ' + SHOWN + ' most probable are shown' : '');
    if (whole) molecule(chosen);
  }

  // ---- controls
  const residues = find('residue');
  data.residues.forEach((name, r) => residues.add(new Option(name, r)));
  residues.addEventListener('change', () => { state.residue = Number(residues.value); state.region = null; draw(true); });
  find('weighted').addEventListener('change', e => { state.weighted = e.target.checked; draw(false); });
  find('clear').addEventListener('click', () => { state.region = state.range = null; draw(true); });
  if (data.phi.length) {
    const axes = () => find('map').axes;
    brush(find('map'), (a, b) => { state.region = [axes().x(a[0]), axes().y(a[1]), axes().x(b[0]), axes().y(b[1])]; },
      () => { state.region = null; });
  }
  brush(find('energy'), (a, b) => { state.range = [find('energy').axes.x(a[0]), find('energy').axes.x(b[0])]; },
    at => { state.range = find('energy').axes.bar(at[0]); });
  root.querySelectorAll('button[data-copy]').forEach(button => button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy).textContent;
    try { await navigator.clipboard.writeText(text); } catch (refused) {
      const area = document.createElement('textarea');
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    button.textContent = 'copied';
  }));
  window.addEventListener('resize', () => {
    draw(false);
    if (viewer && find('molecule').clientWidth) viewer.resize();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw(true));
  draw(true);
})();
