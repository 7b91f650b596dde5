namespace Dialer.Tools.Amd;

/// <summary>How the beeps that were put behind greetings were found, and what else was taken for one while people and machines spoke.</summary>
internal sealed record BeepScore
{
    public int Of { get; set; }
    public int Found { get; set; }
    public int False { get; set; }
    public double SpeechHours { get; set; }
}
