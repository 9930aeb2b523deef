(() => {
  "use strict";
  const root = document.documentElement;
  const plots = JSON.parse(document.getElementById("plots").textContent);
  const font = getComputedStyle(document.body).fontFamily;
  // Colours are CSS variables, so that a change to dark mode or to paper needs no new drawing.
  const colours = ["var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)"];
  const config = {
    background: null,
    font,
    view: { stroke: null },
    axisY: { labelLimit: Math.max(110, Math.min(380, 0.42 * document.querySelector("main").clientWidth)) },
    axis: {
      labelColor: "var(--ink)", titleColor: "var(--muted)", gridColor: "var(--rule)", domainColor: "var(--rule)",
      tickColor: "var(--rule)", labelFontSize: 12.5, titleFontSize: 12.5, titleFontWeight: 500, titlePadding: 10,
      labelPadding: 5,
    },
    legend: { labelColor: "var(--ink)", titleColor: "var(--muted)", labelFontSize: 13, titleFontSize: 13 },
    title: { color: "var(--ink)", fontWeight: 600 },
    text: { color: "var(--ink)" },
    rule: { color: "var(--c1)" },
    point: { color: "var(--c1)" },
    range: { category: colours },
  };
  // Expressions are interpreted, not compiled: the page's own policy forbids code made at run time.
  const options = { renderer: "svg", ast: true, actions: false, config };
  const element = (kind, id) => document.querySelector(`${kind}[data-plot="${CSS.escape(id)}"]`);

  function save(id) {
    const style = getComputedStyle(root);
    element(".plot", id).querySelectorAll("svg").forEach((svg, i, all) => {
      const text = new XMLSerializer().serializeToString(svg)
        .replace(/var\((--[a-z0-9]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
      download(new Blob([text], { type: "image/svg+xml" }), all.length > 1 ? `${id}-${i + 1}.svg` : `${id}.svg`);
    });
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function saveResults() {
    const { columns, rows } = JSON.parse(document.getElementById("results").textContent);
    const field = v => v === null ? "" : /[",\r\n]/.test(v) ? `"${String(v).replaceAll('"', '""')}"` : String(v);
    const text = [columns, ...rows].map(row => row.map(field).join(",")).join("\n") + "\n";
    download(new Blob([text], { type: "text/csv" }), "results.csv");
  }

  // Panels stand in as many columns as there is room for, the last row as full as can be.
  function fitted(spec, room, over) {
    const { panels, least, entry } = spec.usermeta;
    const most = Math.max(1, Math.min(panels, Math.floor(room / least)));
    const columns = Math.ceil(panels / Math.ceil(panels / most));
    const width = Math.floor((room - over) / columns) - 90;
    const legend = { columns: Math.max(1, Math.floor(room / entry)) };
    return { ...spec, columns, spacing: 16, spec: { ...spec.spec, width }, config: { legend } };
  }

  // How wide labels are is known only when they are drawn: what is too wide is drawn again.
  async function embed(spec, place) {
    if (!spec.usermeta?.panels) return vegaEmbed(place, spec, options);
    const room = place.clientWidth;
    const first = await vegaEmbed(place, fitted(spec, room, 0), options);
    const over = place.querySelector("svg").getBoundingClientRect().width - room;
    if (over <= 0) return first;
    first.finalize();
    return vegaEmbed(place, fitted(spec, room, Math.ceil(over) + 2), options);
  }

  async function draw(plot) {
    const places = plot.specs.map(() => element(".plot", plot.id).appendChild(document.createElement("div")));
    const selects = [...document.querySelectorAll(`select[data-plot="${CSS.escape(plot.id)}"]`)];
    const choose = ({ view }) => {
      selects.forEach(select => view.signal(select.dataset.parameter, select.value));
      return view.runAsync();
    };
    const embedAll = () => Promise.all(plot.specs.map((spec, i) => embed(spec, places[i])));
    let drawn = await embedAll();
    await Promise.all(drawn.map(choose));
    selects.forEach(select => select.addEventListener("change", () => drawn.forEach(choose)));
    if (plot.specs.some(spec => spec.usermeta?.panels)) {
      let room = places[0].clientWidth;
      addEventListener("resize", async () => {
        if (places[0].clientWidth === room) return;
        room = places[0].clientWidth;
        drawn.forEach(({ finalize }) => finalize());
        drawn = await embedAll();
        drawn.forEach(choose);
      });
    }
    const button = element("button", plot.id);
    button.hidden = false;
    button.addEventListener("click", () => save(plot.id));
  }

  const whole = document.getElementById("save-results");
  whole.hidden = false;
  whole.addEventListener("click", saveResults);
  Promise.allSettled(plots.map(draw)).then(all => {
    const failed = all.filter(one => one.status === "rejected");
    failed.forEach(one => console.error(one.reason));
    root.dataset.drawn = String(all.length - failed.length);
  });
})();
