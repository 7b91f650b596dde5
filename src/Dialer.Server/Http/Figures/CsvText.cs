using System.Globalization;
using System.Text;
using Dialer.Store.Reports;

namespace Dialer.Server.Http.Figures;

/// <summary>Rows as CSV (RFC 4180): the fields of the record by their names in JSON, one row a line.</summary>
internal static class CsvText
{
    public static string Of<T>(IReadOnlyList<T> rows)
    {
        var fields = typeof(T).GetProperties();
        var text = new StringBuilder();
        text.AppendJoin(',', fields.Select(field => ReportWords.Word(field.Name))).Append("\r\n");
        foreach (var row in rows)
            text.AppendJoin(',', fields.Select(field => Cell(field.GetValue(row)))).Append("\r\n");
        return text.ToString();
    }

    private static string Cell(object? value)
    {
        string text = value switch
        {
            null => "",
            DateTimeOffset at => at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

        // A spreadsheet takes what begins so for a formula: names come from outside.
        if (value is string and [('=' or '+' or '-' or '@'), ..])
            text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
