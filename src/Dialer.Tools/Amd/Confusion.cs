namespace Dialer.Tools.Amd;

/// <summary>How often each of the four came out, for one label of one stratum.</summary>
internal sealed record Confusion
{
    public int Of { get; set; }
    public int Live { get; set; }
    public int Machine { get; set; }
    public int Undecided { get; set; }
    public int Other { get; set; }

    public void Add(Heard heard)
    {
        Of++;
        switch (heard)
        {
            case Heard.Live: Live++; break;
            case Heard.Machine: Machine++; break;
            case Heard.Other: Other++; break;
            case Heard.None or Heard.Undecided: Undecided++; break;
        }
    }

    public void Add(Confusion more)
    {
        Of += more.Of;
        Live += more.Live;
        Machine += more.Machine;
        Undecided += more.Undecided;
        Other += more.Other;
    }
}
