// SPDX-License-Identifier: Apache-2.0
package io.prhelper.cli.history;

/** What the parts of the picture look like, on a light screen and on a dark one. */
final class TimelineStyle {
    private TimelineStyle() {}

    static final String TEXT = """
            <style>
            text { font-family: system-ui, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 13px; fill: #1f2328; }
            .title { font-size: 20px; font-weight: 600; }
            .name { font-size: 15px; font-weight: 600; }
            .name.long { font-size: 12.5px; }
            .muted, .tick, .cuttext, .gaptext { font-size: 12px; fill: #59636e; }
            .day { font-size: 12px; font-weight: 600; fill: #59636e; }
            .tick, .day, .cuttext, .badgetext { text-anchor: middle; }
            .gaptext { text-anchor: end; }
            .page { fill: #ffffff; }
            .lane { fill: #f6f8fa; } .lane.other { fill: #ffffff; }
            .grid { stroke: #d1d9e0; } .edge { stroke: #afb8c1; }
            .cut { fill: #ffffff; fill-opacity: 0.7; }
            .zigzag { fill: none; stroke: #818b98; stroke-width: 1.5; }
            .silent { fill: url(#dots); }
            .gap { fill: url(#hatch); }
            .hatchline { stroke: #b08800; stroke-width: 2; stroke-opacity: 0.55; } .dot { fill: #afb8c1; }
            .registered { fill: #8ec1f7; } .registered.faded { fill: url(#fade-registered); }
            .registeredtext { font-size: 11px; fill: #0a3069; }
            .holds { fill: #f2b134; } .holds.faded { fill: url(#fade-holds); }
            .holdstext { font-size: 12px; font-weight: 600; fill: #3b2300; }
            .stop-registered { stop-color: #8ec1f7; } .stop-holds { stop-color: #f2b134; }
            .arrow { fill: none; stroke-width: 2.5; }
            .arrow.fences { stroke: #cf222e; } .arrow.takes { stroke: #1a7f37; } .arrow.clears { stroke: #8250df; }
            .head.fences, .badge.fences { fill: #cf222e; } .head.takes, .badge.takes { fill: #1a7f37; }
            .head.clears, .badge.clears { fill: #8250df; }
            .badge { stroke: #ffffff; stroke-width: 1.5; }
            .badgetext { font-size: 12px; font-weight: 700; fill: #ffffff; }
            .refused { fill: none; stroke: #a40e26; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
            text { fill: #e6edf3; }
            .muted, .tick, .day, .cuttext, .gaptext { fill: #9198a1; }
            .page { fill: #0d1117; }
            .lane { fill: #151b23; } .lane.other { fill: #0d1117; }
            .grid { stroke: #2a313c; } .edge { stroke: #3d444d; }
            .cut { fill: #0d1117; } .zigzag { stroke: #656c76; }
            .hatchline { stroke: #d29922; stroke-opacity: 0.45; } .dot { fill: #3d444d; }
            .registered { fill: #1f5fa8; } .registeredtext { fill: #dbeafe; } .stop-registered { stop-color: #1f5fa8; }
            .holds { fill: #b97d10; } .holdstext { fill: #fff6e0; } .stop-holds { stop-color: #b97d10; }
            .arrow.fences { stroke: #f85149; } .arrow.takes { stroke: #3fb950; } .arrow.clears { stroke: #ab7df8; }
            .head.fences, .badge.fences { fill: #f85149; } .head.takes, .badge.takes { fill: #2ea043; }
            .head.clears, .badge.clears { fill: #8957e5; }
            .badge { stroke: #0d1117; } .refused { stroke: #ff7b72; }
            }
            </style>
            <defs>
            <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatchline" x1="0" y1="0" x2="0" y2="8"/></pattern>
            <pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse"><circle class="dot" cx="2" cy="2" r="1"/></pattern>
            <linearGradient id="fade-registered"><stop class="stop-registered" offset="0" stop-opacity="0"/>
            <stop class="stop-registered" offset="1"/></linearGradient>
            <linearGradient id="fade-holds"><stop class="stop-holds" offset="0" stop-opacity="0"/>
            <stop class="stop-holds" offset="1"/></linearGradient>
            </defs>""";
}
