using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

/// <summary>A detector under judgement: fed 20 ms frames from the answer on.</summary>
internal interface IAnswerDetector
{
    string Name { get; }

    /// <summary>As first said.</summary>
    Heard Heard { get; }

    /// <summary>What became of it by the end of the call; the same where a detector takes nothing back.</summary>
    Heard Final => Heard;

    void Reset();

    /// <summary>160 samples at 8 kHz. Frames before the answer are only seen by detectors that listen to early media.</summary>
    void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered);

    /// <summary>Whether what was heard is right for a file that holds neither a person nor a machine.</summary>
    bool Recognises(AmdLabel label);
}
