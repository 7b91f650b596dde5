using System.Globalization;
using System.Text;

namespace Dialer.Simulation.Virtual;

/// <summary>Pictures of rehearsals, as SVG: one day (agents by state, lines, abandon rate against the cap), and a what-if.</summary>
public static class Picture
{
    private const double Width = 460;
    private const double Left = 46;
    private const double Gap = 30;
    private static readonly (string Colour, string Label)[] States = [("#2b6cb0", "talking"), ("#90cdf4", "wrap-up"), ("#f6ad55", "idle"), ("#e2e8f0", "away")];
    private static readonly string[] Lines = ["#2b6cb0", "#c05621", "#2f855a", "#805ad5", "#b83280"];

    /// <summary>Days beside each other, on one scale.</summary>
    public static string Day(string title, double hours, double cap, IReadOnlyList<(string Name, IReadOnlyList<DaySample> Samples)> days)
    {
        double mostAgents = Math.Max(1, days.Max(day => day.Samples.Max(s => s.Talking + s.WrapUp + s.Idle + s.Away)));
        double mostLines = Math.Max(1, days.Max(day => day.Samples.Max(s => s.InFlight)));
        double mostRate = Math.Max(cap * 1.6, Math.Min(0.2, days.Max(day => day.Samples.Where(s => s.Hour > 0.5).Select(s => s.AbandonedRate).DefaultIfEmpty(0).Max()) * 1.1));
        var svg = Begin((days.Count * (Width + Left)) + 20, 560, title);
        for (int i = 0; i < days.Count; i++)
        {
            double x = (i * (Width + Left)) + Left;
            Text(svg, x, 44, days[i].Name, 14, "start", bold: true);
            Stacked(svg, x, 60, 200, hours, mostAgents, days[i].Samples);
            Curve(svg, x, 260 + Gap, 100, days[i].Samples.Select(s => (s.Hour / hours, s.InFlight / mostLines)), Lines[0]);
            Frame(svg, x, 260 + Gap, 100, "lines ringing", mostLines.ToString("0", CultureInfo.InvariantCulture));
            Curve(svg, x, 390 + Gap, 100, days[i].Samples.Select(s => (s.Hour / hours, Math.Min(1, s.AbandonedRate / mostRate))), Lines[1]);
            Horizontal(svg, x, 390 + Gap + (100 * (1 - (cap / mostRate))), $"cap {Percent(cap)}");
            Frame(svg, x, 390 + Gap, 100, "abandoned so far", Percent(mostRate));
            for (int hour = 0; hour <= hours; hour++)
                Text(svg, x + (Width * hour / hours * 0.94), 540, hour.ToString(CultureInfo.InvariantCulture) + " h", 10, "middle");
        }
        return End(svg);
    }

    /// <summary>One curve a series, points as (x, y).</summary>
    public static string Curves(string title, string xLabel, string yLabel, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> series)
    {
        double fromX = series.Min(s => s.Points.Min(p => p.X)), toX = series.Max(s => s.Points.Max(p => p.X));
        double fromY = Math.Floor(series.Min(s => s.Points.Min(p => p.Y))), toY = Math.Ceiling(series.Max(s => s.Points.Max(p => p.Y)));
        var svg = Begin(Width + Left + 130, 360, title);
        for (int i = 0; i < series.Count; i++)
        {
            string colour = Lines[i % Lines.Length];
            Curve(svg, Left, 60, 240, series[i].Points.Select(p => ((p.X - fromX) / Math.Max(toX - fromX, 1e-9), (p.Y - fromY) / Math.Max(toY - fromY, 1e-9))), colour);
            Text(svg, Left + Width + 4, 80 + (i * 18), series[i].Name, 11, "start", colour: colour);
        }
        foreach (double share in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            Text(svg, Left + (Width * share * 0.94), 316, (fromX + (share * (toX - fromX))).ToString("0.###", CultureInfo.InvariantCulture), 10, "middle");
            Text(svg, Left - 4, 304 - (240 * share), (fromY + (share * (toY - fromY))).ToString("0.#", CultureInfo.InvariantCulture), 10, "end");
        }
        Text(svg, Left + (Width / 2), 336, xLabel, 11, "middle");
        Text(svg, Left, 52, yLabel, 11, "start");
        return End(svg);
    }

    private static void Stacked(StringBuilder svg, double x, double y, double height, double hours, double most, IReadOnlyList<DaySample> samples)
    {
        double[] below = new double[samples.Count];
        for (int state = 0; state < States.Length; state++)
        {
            var path = new StringBuilder();
            for (int i = 0; i < samples.Count; i++)
                Point(path, i == 0 ? 'M' : 'L', x, y, height, samples[i].Hour / hours, below[i] / most);
            for (int i = samples.Count - 1; i >= 0; i--)
            {
                below[i] += Of(samples[i], state);
                Point(path, 'L', x, y, height, samples[i].Hour / hours, below[i] / most);
            }
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}Z\" fill=\"{States[state].Colour}\"/>\n");
            Text(svg, x + 70 + (state * 80), y - 4, States[state].Label, 11, "start", colour: States[state].Colour == "#e2e8f0" ? "#718096" : States[state].Colour);
        }
        Frame(svg, x, y, height, "agents", most.ToString("0", CultureInfo.InvariantCulture));
    }

    private static int Of(in DaySample sample, int state) => state switch { 0 => sample.Talking, 1 => sample.WrapUp, 2 => sample.Idle, _ => sample.Away };

    private static void Curve(StringBuilder svg, double x, double y, double height, IEnumerable<(double At, double Height)> points, string colour)
    {
        var path = new StringBuilder();
        foreach (var (at, share) in points)
            Point(path, path.Length == 0 ? 'M' : 'L', x, y, height, at, share);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n");
    }

    private static void Point(StringBuilder path, char command, double x, double y, double height, double at, double share) =>
        path.Append(CultureInfo.InvariantCulture, $"{command}{x + (Width * 0.94 * at):0.#},{y + (height * (1 - share)):0.#}");

    private static void Horizontal(StringBuilder svg, double x, double y, string label)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.#}\" x2=\"{x + (Width * 0.94):0.#}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" stroke=\"#c53030\" stroke-dasharray=\"4 3\"/>\n");
        Text(svg, x + (Width * 0.94), y - 3, label, 10, "end", colour: "#c53030");
    }

    private static void Frame(StringBuilder svg, double x, double y, double height, string label, string most)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Width * 0.94:0.#}\" height=\"{height:0.#}\" fill=\"none\" stroke=\"#a0aec0\"/>\n");
        Text(svg, x, y - 4, label, 11, "start");
        Text(svg, x - 4, y + 9, most, 10, "end");
        Text(svg, x - 4, y + height, "0", 10, "end");
    }

    private static StringBuilder Begin(double width, double height, string title)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" font-family=\"sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        Text(svg, 16, 22, title, 15, "start", bold: true);
        return svg;
    }

    private static string End(StringBuilder svg) => svg.Append("</svg>\n").ToString();

    private static void Text(StringBuilder svg, double x, double y, string text, int size, string anchor, bool bold = false, string colour = "#2d3748") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{colour}\"{(bold ? " font-weight=\"bold\"" : "")}>{Escape(text)}</text>\n");

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Percent(double rate) => (rate * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
