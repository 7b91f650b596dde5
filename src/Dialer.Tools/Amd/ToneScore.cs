namespace Dialer.Tools.Amd;

internal sealed record ToneScore
{
    public int Of { get; set; }
    public int Correct { get; set; }
}
