using System.Text;
using Dialer.Core.Text;

namespace Dialer.Server.Terminal;

/// <summary>The program's way to a terminal: whatever a command writes, control characters from outside arrive as escapes.</summary>
/// <param name="inner">The terminal, or a file that is shown on one later.</param>
public sealed class PlainTextWriter(TextWriter inner) : TextWriter
{
    /// <summary>For what draws by control characters itself, and shows no text from outside.</summary>
    public TextWriter Inner => inner;

    public override Encoding Encoding => inner.Encoding;

    public override IFormatProvider FormatProvider => inner.FormatProvider;

    public override void Write(char value) => inner.Write(PlainText.Lines(value.ToString()));

    public override void Write(char[] buffer, int index, int count) => inner.Write(PlainText.Lines(new string(buffer, index, count)));

    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(PlainText.Lines(buffer.ToString()));

    public override void Write(string? value) => inner.Write(value is null ? null : PlainText.Lines(value));

    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : PlainText.Lines(value));

    public override Task WriteAsync(char value) => inner.WriteAsync(PlainText.Lines(value.ToString()));

    public override Task WriteAsync(string? value) => inner.WriteAsync(value is null ? null : PlainText.Lines(value));

    public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(value is null ? null : PlainText.Lines(value));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();

    /// <summary>The terminal is not ours to close.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Flush();
        base.Dispose(disposing);
    }
}
