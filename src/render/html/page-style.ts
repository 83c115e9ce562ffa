/** The style of every report: light and dark, from a phone to paper. */
export const STYLE = `:root{color-scheme:light dark;--bg:#fff;--card:#f6f8fa;--line:#d5dbe1;--text:#1b2229;--quiet:#57616b;--add:#1a7f37;--change:#8a5a00;--remove:#c0262d;--read:#0a63c9;--bar:#8fb4e8;--fall:#e3b04b;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media(prefers-color-scheme:dark){:root{--bg:#0e1217;--card:#171d24;--line:#303a45;--text:#e4e9ee;--quiet:#9aa6b2;--add:#4cc26a;--change:#dfa42e;--remove:#ff7b78;--read:#6cb0ff;--bar:#345c94;--fall:#b9862b}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 48px;max-width:1180px;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{margin:0;font-size:26px;line-height:1.2}
h2{margin:36px 0 10px;font-size:18px}
p{margin:4px 0}
header p,small,.axis,.key{color:var(--quiet)}
code,pre,small{font-family:var(--mono);font-size:13px}
pre{margin:0;padding:10px 12px;background:var(--card);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap}
ul{margin:0;padding:0 0 0 20px}
.scope{color:var(--change);font-weight:600}
.tiles{display:flex;flex-wrap:wrap;gap:10px;margin:20px 0;padding:0;list-style:none}
.tiles li{flex:1 1 130px;padding:10px 14px;background:var(--card);border:1px solid var(--line);border-radius:8px;color:var(--quiet)}
.tiles b{display:block;color:var(--text);font-size:21px;line-height:1.3}
.tiles .create b,.create>td>b,ins{color:var(--add)}
.tiles .update b,.update>td>b{color:var(--change)}
.tiles .delete b,.delete>td>b,.replace>td>b,del{color:var(--remove)}
.read>td>b{color:var(--read)}
.notes{padding:0;list-style:none}
.notes li{margin:0 0 8px;padding:8px 12px;border:1px solid var(--line);border-left:4px solid var(--quiet);border-radius:6px;background:var(--card)}
.notes .refused,.notes .data-loss{border-left-color:var(--remove)}
.notes .warning{border-left-color:var(--change)}
nav{display:flex;margin:16px 0 0;flex-wrap:wrap;gap:4px 18px;font-size:14px}
a{color:var(--read)}
.search input{width:min(100%,320px);padding:7px 10px;border:1px solid var(--line);border-radius:6px;background:var(--card);color:inherit;font:inherit}
.search output{color:var(--quiet)}
.search{margin:0 0 10px}
table{border-collapse:collapse;width:100%}
th{padding:6px 10px;color:var(--quiet);font-size:13px;font-weight:600;text-align:left;border-bottom:1px solid var(--line)}
td{padding:8px 10px;vertical-align:top;border-bottom:1px solid var(--line)}
.n,.changes td:nth-child(n+4):nth-child(-n+6){text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.changes td:first-child{font-family:var(--mono);white-space:nowrap}
.changes td:nth-child(2) code{font-weight:600}
.changes small{display:block;color:var(--quiet)}
.plain{width:auto}
tr[hidden]{display:none}
summary{color:var(--quiet);font-size:13px;cursor:pointer}
details pre{margin:6px 0 2px;font-size:12.5px}
ins,del{text-decoration:none}
.bars{padding:0;list-style:none}
.bars li{display:grid;grid-template-columns:1fr auto;gap:2px 12px;margin:0 0 12px}
.bars i{grid-column:1/-1;height:6px;min-width:1px;border-radius:3px}
.bars [style="width:0%"]{visibility:hidden}
.b{background:var(--quiet);opacity:.5}
.a{background:var(--bar)}
.key i{display:inline-block;width:22px;height:8px;border-radius:4px;margin-left:8px}
.days{display:flex;align-items:flex-end;gap:2px;height:150px;margin:14px 0 4px;border-bottom:1px solid var(--line)}
.days i{flex:1;min-width:2px;background:var(--bar);border-radius:2px 2px 0 0}
.days .fall,.key .fall{background:var(--fall)}
.axis{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 16px;font-size:13px}
.falls{margin:12px 0}
.falls time{font-variant-numeric:tabular-nums}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:8px;background:var(--card)}
svg{display:block}
.edge{fill:none;stroke:var(--quiet);marker-end:url(#tip)}
marker path{fill:var(--quiet)}
.node rect{fill:var(--bg);stroke:var(--line)}
.node text{fill:var(--text);font:12px var(--mono)}
.node.create rect{stroke:var(--add)}.node.update rect{stroke:var(--change)}.node.delete rect,.node.replace rect{stroke:var(--remove)}.node.read rect{stroke:var(--read)}
footer{margin-top:40px;color:var(--quiet);font-size:13px}
@media(max-width:760px){
body{padding:16px 14px 32px}
.changes thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.changes tr{display:block;padding:10px 0;border-bottom:1px solid var(--line)}
.changes tr[hidden]{display:none}
.changes td{display:block;padding:1px 0;border:0}
.changes td:first-child{float:left;margin-right:8px}
.changes td:nth-child(n+4){display:inline-block;margin-right:14px;font-size:14px}
.changes td:nth-child(n+4)::before{color:var(--quiet);content:"Before: "}
.changes td:nth-child(5)::before{content:"After: "}
.changes td:nth-child(6)::before{content:"Difference: "}
.changes td:nth-child(7)::before{content:"Expires: "}
.changes td:nth-child(n):empty{display:none}
}
@media print{
:root{--bg:#fff;--card:#fff;--line:#bbb;--text:#000;--quiet:#444}
body{max-width:none;padding:0;font-size:11px}
.search,summary,nav{display:none}
.days i,.bars i,.key i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
tr,.notes li,.bars li{break-inside:avoid}
.wide{overflow:visible}
svg{max-width:100%;height:auto}
}
`;
