namespace Dialer.Tools.Amd;

/// <summary>One stratum (a variation of all clips, or a length of utterance) as one detector heard it.</summary>
/// <param name="Part">Its calls are counted in another stratum too.</param>
internal sealed record Stratum(string Name, bool Part = false)
{
    public Confusion Live { get; } = new();
    public Confusion Machine { get; } = new();

    /// <summary>The same by what the verdicts became: a live one may have been taken back.</summary>
    public Confusion FinalLive { get; } = new();
    public Confusion FinalMachine { get; } = new();
    public SortedDictionary<string, ToneScore> Tones { get; } = new(StringComparer.Ordinal);

    /// <summary>Originals behind the counts: variations of one clip are one sample.</summary>
    public int LiveOriginals { get; set; }
    public int MachineOriginals { get; set; }
}
