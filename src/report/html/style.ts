/** The look of the page: light and dark as the reader's system is, on a screen of any width, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1a2230;--dim:#566175;--line:#d9dee7;--head:#eef1f5;
--link:#0b57b7;--good:#116b3a;--bad:#b3141e;--badbg:#fde7e8;--warn:#7a4d00;--warnbg:#fff3d6;--deny:#42526e;--ring:#0b57b7;
--goodbg:#e2f4e8;--shadow:0 1px 2px #1a223014,0 4px 16px #1a22300d}
@media (prefers-color-scheme:dark){:root{--bg:#0f141b;--card:#171e28;--ink:#e6eaf0;--dim:#9fabbd;--line:#2b3542;--head:#1e2733;
--link:#8ab8ff;--good:#6fd39a;--bad:#ff9a9e;--badbg:#4a1a1f;--warn:#f2c063;--warnbg:#3d2f10;--deny:#9db0cf;--ring:#8ab8ff;
--goodbg:#163524;--shadow:0 1px 2px #0006,0 4px 16px #0004}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main,footer{max-width:90rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:0 0 .75rem}
h3{font-size:.95rem;margin:0;display:inline}
p{margin:.25rem 0}
a{color:var(--link)}
code,pre,.route{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.85em}
pre{background:var(--head);border-radius:6px;padding:.5rem .75rem;margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}
.dim{color:var(--dim)}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
:focus-visible{outline:2px solid var(--ring);outline-offset:2px;border-radius:3px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;margin:1rem 0;box-shadow:var(--shadow)}
.verdict{display:inline-block;font-weight:600;padding:.15rem .7rem;border-radius:99px;margin:.5rem 0}
.verdict.good{background:var(--goodbg);color:var(--good)}.verdict.bad{background:var(--badbg);color:var(--bad)}
.verdict.open{background:var(--warnbg);color:var(--warn)}
.numbers{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:.75rem 0 0;padding:0}
.numbers li{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.4rem .8rem;min-width:6rem}
.numbers b{display:block;font-size:1.3rem;line-height:1.2;font-variant-numeric:tabular-nums}
.numbers .bad b{color:var(--bad)}.numbers .open b{color:var(--warn)}.numbers .good b{color:var(--good)}
.findings{list-style:none;margin:0;padding:0}
.findings>li{border-left:4px solid var(--line);padding:.25rem 0 .25rem .9rem;margin:0 0 1rem;scroll-margin-top:1rem}
.findings>li:last-child{margin-bottom:0}
.findings .critical,.findings .high{border-color:var(--bad)}.findings .medium{border-color:var(--warn)}
.findings .waived{border-color:var(--line)}.findings .waived .tag{color:var(--dim)}
.tag{display:inline-block;font-size:.75rem;font-weight:600;border:1px solid currentColor;border-radius:4px;padding:0 .35rem;margin-right:.5rem}
.critical .tag,.high .tag{color:var(--bad)}.medium .tag{color:var(--warn)}.low .tag,.info .tag{color:var(--dim)}
ul.plain{margin:0;padding-left:1.1rem}
.filters{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:0 0 .75rem}
.filters[hidden]{display:none}
.filters label{display:flex;flex-direction:column;font-size:.8rem;color:var(--dim);gap:.15rem}
.filters input,.filters select{font:inherit;font-size:.9rem;color:var(--ink);background:var(--bg);border:1px solid var(--dim);border-radius:6px;
padding:.3rem .5rem;min-height:2.1rem}
.filters input{width:16rem;max-width:75vw}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.75rem 0 0;font-size:.85rem;color:var(--dim)}
.legend b{display:inline-block;min-width:1.5em;text-align:center}
.scroll{overflow:auto;max-height:80vh;border:1px solid var(--line);border-radius:8px}
table{border-collapse:separate;border-spacing:0;width:100%;font-size:.88rem}
th{font-weight:600;text-align:left}
.grid{width:auto;min-width:100%}
.grid th,.grid td{border-bottom:1px solid var(--line);padding:0;white-space:nowrap}
.grid thead th{position:sticky;top:0;background:var(--head);z-index:2;padding:.45rem .6rem;text-align:center;max-width:11rem;overflow:hidden;
text-overflow:ellipsis}
.grid thead th:first-child{left:0;z-index:3;text-align:left;max-width:none}
.grid tbody th{position:sticky;left:0;background:var(--card);z-index:1;padding:.3rem .75rem .3rem .6rem;font-weight:400;min-width:21rem;max-width:34rem;
white-space:normal;overflow-wrap:anywhere;border-right:1px solid var(--line)}
.grid .m{display:inline-block;min-width:4.2em;font-weight:600}
.grid .alike{display:block;color:var(--dim);font-size:.8em}
.grid td{text-align:center}
.grid td a{display:block;padding:.35rem .6rem;text-decoration:none;font-weight:600;font-size:1.05em;min-width:2.6rem}
.grid td.note{text-align:left;padding:.3rem .6rem;white-space:normal;min-width:8rem;color:var(--dim);font-size:.85em}
.grid tbody tr:hover th,.grid tbody tr:hover td{background:var(--head)}
.grid tbody tr:last-child th,.grid tbody tr:last-child td{border-bottom:0}
.grid [hidden]{display:none}
.allow{color:var(--good)}.deny{color:var(--deny)}.none{color:var(--dim)}.undecided{color:var(--warn)}
.grid td .undecided{background:var(--warnbg)}
.grid td .unmet,.legend .unmet{color:var(--bad);background:var(--badbg)}
.grid td a:focus-visible{outline-offset:-2px}
.grid td a[aria-current=true]{box-shadow:inset 0 0 0 2px var(--ring)}
.cells td,.cells th{border-top:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.cells thead th{border-top:0;color:var(--dim);font-size:.8rem}
.cells tr:target td{background:var(--warnbg)}
.wide{overflow-x:auto}
ol.findings+details{margin-top:.75rem}details .findings{padding-top:.5rem}
details{border-top:1px solid var(--line)}
details:first-of-type{border-top:0}
summary{padding:.4rem 0;cursor:pointer;overflow-wrap:anywhere}
summary .count{color:var(--bad);font-weight:600}
.panel{position:fixed;right:0;top:0;bottom:0;width:min(26rem,100%);background:var(--card);border-left:1px solid var(--line);box-shadow:-8px 0 32px #0003;
padding:1rem 1.25rem;overflow:auto;z-index:8}
.panel[hidden]{display:none}
.panel button{float:right;font:inherit;color:var(--ink);background:var(--head);border:1px solid var(--dim);border-radius:6px;padding:.2rem .6rem;cursor:pointer}
.panel h2{overflow-wrap:anywhere;padding-right:4.5rem}
.panel dl{margin:.75rem 0 0}.panel dt{color:var(--dim);font-size:.8rem;margin-top:.6rem}.panel dd{margin:0;overflow-wrap:anywhere}
footer{padding-bottom:2rem;color:var(--dim);font-size:.85rem}
@media (max-width:40rem){header,main,footer{padding:0 .6rem}header{padding-top:1rem}section{padding:.75rem}h1{font-size:1.2rem}
.grid tbody th{min-width:9.5rem;max-width:46vw;font-size:.78rem;padding-right:.4rem}.grid .m{display:block}.grid td a{padding:.35rem .4rem;min-width:2rem}
.grid thead th{padding:.35rem .4rem;max-width:6rem;font-size:.78rem}.numbers li{min-width:4.5rem;flex:1}
.panel{top:auto;width:100%;max-height:70vh;border-left:0;border-top:1px solid var(--line);border-radius:12px 12px 0 0}}
@media print{:root{--bg:#fff;--card:#fff;--ink:#000;--dim:#444;--line:#bbb;--head:#eee;--link:#000;--good:#115c33;--bad:#a0101a;--badbg:#fbdcde;
--warn:#6b4400;--warnbg:#fff0cc;--deny:#333;--goodbg:#fff}
body{font-size:10pt}header,main,footer{max-width:none;padding:0}section{box-shadow:none;border:0;padding:0;break-inside:auto}
.filters,.panel,.skip{display:none!important}.scroll{max-height:none;overflow:visible;border:0}
.grid thead th,.grid tbody th{position:static}.grid thead{display:table-header-group}
tr,.findings>li{break-inside:avoid}.grid td a{padding:.1rem .3rem;color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (forced-colors:active){.grid td .unmet{outline:2px solid}}
`;
