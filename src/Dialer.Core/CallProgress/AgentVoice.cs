namespace Dialer.Core.CallProgress;

/// <summary>Whether an agent speaks, from the agent's own leg: a headset is close to the mouth, so a level does.</summary>
public struct AgentVoice
{
    private const float LeastDb = -45f, OverFloorDb = 12f, FloorUpDb = 0.2f;
    private const int FirstFrames = 3, HangoverFrames = 10;
    private float _floorDb;
    private int _loud, _left;

    /// <summary>The agent speaks, or has until a moment ago.</summary>
    public readonly bool Speaks => _left > 0;

    /// <summary>20 ms of the agent's leg.</summary>
    public void Add(ReadOnlySpan<short> frame)
    {
        float sum = 0;
        foreach (short sample in frame)
            sum += (float)sample * sample;
        float db = sum <= 0 ? LevelMeter.SilenceDb : 10f * MathF.Log10(sum / (frame.Length * 32768f * 32768f));
        _floorDb = db < _floorDb ? db : MathF.Min(db, _floorDb + FloorUpDb);
        bool loud = db > LeastDb && db > _floorDb + OverFloorDb;
        _loud = loud ? _loud + 1 : 0;
        _left = _loud >= FirstFrames ? HangoverFrames : Math.Max(0, _left - 1);
    }
}
