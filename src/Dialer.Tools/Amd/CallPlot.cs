using System.Globalization;
using System.Net;
using System.Text;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>A call over time as SVG: envelope, noise floor, voice, tones, and where what was decided.</summary>
internal static class CallPlot
{
    private const double Left = 46, Top = 34, Height = 180, Bottom = 44, PixelsPerSecond = 90, LowestDb = -90;

    public static string Draw(Classification call)
    {
        double width = Math.Max(420, call.Seconds * PixelsPerSecond), total = Top + Height + Bottom;
        StringBuilder svg = new();
        var c = CultureInfo.InvariantCulture;
        svg.AppendLine(c, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + width + 16:F0} {total:F0}\" font-family=\"sans-serif\" font-size=\"11\">");
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        string title = string.Create(c, $"{Path.GetFileName(call.Path)}: {call.Verdict} at {call.VerdictSeconds:F2} s");
        svg.AppendLine(c, $"<text x=\"{Left}\" y=\"16\" font-size=\"13\" fill=\"#1f2933\">{WebUtility.HtmlEncode(title)}</text>");
        svg.AppendLine(c, $"<text x=\"{Left}\" y=\"29\" fill=\"#52606d\">{WebUtility.HtmlEncode(call.Reason)}</text>");
        Grid(svg, call.Seconds, width);
        Runs(svg, call.Trace, p => p.Speaking, "#bfe3c8", 0.75);
        Runs(svg, call.Trace, p => p.ToneHz > 0, "#f3d19c", 0.85);
        Line(svg, call.Trace, p => p.FloorDb, "#9aa5b1", 1);
        Line(svg, call.Trace, p => p.EnvelopeDb, "#1f5f8b", 1.2);
        foreach (double beep in call.BeepSeconds)
            Mark(svg, beep, "beep", "#b7791f", 26);
        if (call.Analyzer.GreetingEndAtSamples >= 0)
            Mark(svg, call.Analyzer.GreetingEndAtSamples / 8000.0, "utterance ends", "#52606d", 14);
        if (call.Analyzer.Verdict != CpaVerdict.None)
            Mark(svg, call.VerdictSeconds, call.Verdict.ToString(), "#b42318", 2);
        if (call.Analyzer.Message.Cause != MessageCause.None)
            Mark(svg, call.Analyzer.Message.AtSamples / 8000.0, "message", "#6b3fa0", 38);
        Legend(svg, total);
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static double X(double seconds) => Left + seconds * PixelsPerSecond;

    private static double Y(double db) => Top + Height * Math.Clamp(db / LowestDb, 0, 1);

    private static void Grid(StringBuilder svg, double seconds, double width)
    {
        var c = CultureInfo.InvariantCulture;
        for (int db = 0; db >= LowestDb; db -= 20)
        {
            svg.AppendLine(c, $"<line x1=\"{Left}\" x2=\"{Left + width:F0}\" y1=\"{Y(db):F1}\" y2=\"{Y(db):F1}\" stroke=\"#e4e7eb\"/>");
            svg.AppendLine(c, $"<text x=\"{Left - 6}\" y=\"{Y(db) + 4:F1}\" text-anchor=\"end\" fill=\"#7b8794\">{db}</text>");
        }
        for (int s = 0; s <= seconds; s++)
            svg.AppendLine(c, $"<text x=\"{X(s):F1}\" y=\"{Top + Height + 14}\" text-anchor=\"middle\" fill=\"#7b8794\">{s} s</text>");
    }

    private static void Runs(StringBuilder svg, IReadOnlyList<TracePoint> trace, Func<TracePoint, bool> on, string colour, double opacity)
    {
        for (int i = 0; i < trace.Count; i++)
        {
            if (!on(trace[i]))
                continue;
            int end = i;
            while (end < trace.Count && on(trace[end]))
                end++;
            svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{X(i * 0.02):F1}\" y=\"{Top}\" width=\"{(end - i) * 0.02 * PixelsPerSecond:F1}\" height=\"{Height}\" fill=\"{colour}\" opacity=\"{opacity}\"/>");
            if (trace[i].ToneHz > 0 && on(trace[(i + end) / 2]))
                svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X((i + end) * 0.01):F1}\" y=\"{Top + Height - 4}\" text-anchor=\"middle\" font-size=\"9\" fill=\"#7c5a10\">{trace[(i + end) / 2].ToneHz:F0}</text>");
            i = end;
        }
    }

    private static void Line(StringBuilder svg, IReadOnlyList<TracePoint> trace, Func<TracePoint, float> value, string colour, double stroke)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"{stroke}\" points=\"");
        for (int i = 0; i < trace.Count; i++)
            svg.Append(CultureInfo.InvariantCulture, $"{X((i + 1) * 0.02):F1},{Y(value(trace[i])):F1} ");
        svg.AppendLine("\"/>");
    }

    private static void Mark(StringBuilder svg, double seconds, string text, string colour, double down)
    {
        var c = CultureInfo.InvariantCulture;
        svg.AppendLine(c, $"<line x1=\"{X(seconds):F1}\" x2=\"{X(seconds):F1}\" y1=\"{Top}\" y2=\"{Top + Height}\" stroke=\"{colour}\" stroke-dasharray=\"3 2\"/>");
        svg.AppendLine(c, $"<text x=\"{X(seconds) + 3:F1}\" y=\"{Top + 10 + down:F0}\" fill=\"{colour}\">{WebUtility.HtmlEncode(text)}</text>");
    }

    private static void Legend(StringBuilder svg, double total)
    {
        (string Colour, string Text)[] entries = [("#1f5f8b", "envelope, dBov"), ("#9aa5b1", "noise floor"), ("#8cc79b", "voice"), ("#e0ac5a", "tone, Hz")];
        double x = Left;
        foreach ((string colour, string text) in entries)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{total - 18}\" width=\"10\" height=\"10\" fill=\"{colour}\"/><text x=\"{x + 14}\" y=\"{total - 9}\" fill=\"#52606d\">{text}</text>");
            x += 28 + 6.2 * text.Length;
        }
    }
}
