using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>The media keys of every section that has some.</summary>
internal static class MediaSections
{
    private static readonly IReadOnlyDictionary<string, AudioCodec> Codecs = Words.Of<AudioCodec>();

    public static MediaConfig ReadLine(ConfigReader section, ConfigFolder folder, string dataDirectory)
    {
        var config = new MediaConfig(
            section.Seconds("lostAfterSeconds", MediaConfig.Default.LostAfter, 0, 3_600),
            section.Seconds("agentSilentAfterSeconds", MediaConfig.Default.AgentSilentAfter, 0, 3_600),
            section.Seconds("agentReportsBelievedForSeconds", MediaConfig.Default.AgentReportsBelievedFor, 0, 3_600),
            section.OneOf("transport", MediaConfig.Default.Transport, Words.Of<MediaTransport>()),
            section.Text("recordings") is { } written ? folder.UsableFolder(section, "recordings", written) : Path.Combine(dataDirectory, "recordings"),
            section.Text("reviewClips") is { } clips ? folder.UsableFolder(section, "reviewClips", clips) : Path.Combine(dataDirectory, "review-clips"))
        {
            KeepRecordingsFor = TimeSpan.FromDays(section.Whole("keepRecordingsDays", 0, 0, 36_500)),
        };
        section.End();
        return config;
    }

    /// <summary>Codecs and encryption of a trunk or of a phone; null where the section says nothing of them.</summary>
    public static CallMedia? ReadCall(ConfigReader section)
    {
        var codecs = ReadCodecs(section);
        var media = new CallMedia
        {
            Codecs = codecs.Count > 0 ? codecs : CallMedia.Default.Codecs,
            Srtp = section.OneOf("srtp", MediaSecurity.Off, Words.Of<MediaSecurity>()),
            RtcpMux = section.Flag("rtcpMux", false),
        };
        return section.Has("codecs") || section.Has("srtp") || section.Has("rtcpMux") ? media : null;
    }

    /// <summary>RFC 4568 section 7: the keys are as secret as the signalling that carries them.</summary>
    /// <param name="transport">Of the trunk by which the calls go.</param>
    public static void WarnOfOpenKeys(ConfigReader section, CallMedia media, TrunkTransport transport)
    {
        if (media.Srtp != MediaSecurity.Off && transport is not (TrunkTransport.Tls or TrunkTransport.Sips))
            section.WarnAt("srtp", "The keys of SRTP travel in the signalling, which is not encrypted here: whoever reads it can listen.", "Give the trunk \"transport\": \"tls\" (or \"sips\"), where the other end has it.");
    }

    private static List<AudioCodec> ReadCodecs(ConfigReader section)
    {
        var codecs = new List<AudioCodec>();
        foreach (string word in section.Texts("codecs", Codecs.Count))
            if (Codecs.TryGetValue(word, out var codec) && !codecs.Contains(codec))
                codecs.Add(codec);
            else
                section.ErrorAt("codecs", $"\"{word}\" is not a codec that is spoken, or stands twice.", "List, in order of preference: " + string.Join(", ", Codecs.Keys) + ".");
        if (codecs.Count > 0 && !codecs.Exists(AudioCodecs.IsTranscodable))
            section.ErrorAt("codecs", "Opus is only passed on between two calls that both have it: alone, nobody would hear prompts.", "Add pcma, pcmu or g722.");
        return codecs;
    }

    /// <summary>Null: not recorded.</summary>
    /// <param name="owner">The campaign's or the queue's section.</param>
    /// <param name="name">Of the folder, and so of the notice.</param>
    public static RecordingRule? ReadRecording(ConfigReader owner, string name, string directory, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        string files = Path.Combine(directory, FileName(name));
        var section = owner.Section("recording");
        var mode = section.OneOf("mode", RecordingMode.Off, Words.Of<RecordingMode>());
        bool onDemand = section.Flag("onDemand", false);
        int? days = section.Has("days") ? section.Whole("days", 90, 1, 3_650) : null;
        string? notice = null;
        if (section.Text("notice") is { } file)
        {
            notice = $"recordingNotice/{files}";
            prompts[notice] = folder.Recording(section, "notice", file);
        }
        if (mode == RecordingMode.Announced && notice is null)
            section.ErrorAt("notice", "Both parties are to be told that they are recorded, and there is nothing to tell them with.", "Add \"notice\": a recording that says so; or \"mode\": \"consented\" where consent was had before.");
        section.End();
        return mode == RecordingMode.Off ? null : new RecordingRule(files, mode == RecordingMode.Announced ? notice : null, onDemand, days);
    }

    /// <summary>Null: none are kept.</summary>
    /// <param name="recording">The campaign's own rule of recording.</param>
    public static ReviewClipRule? ReadReviewClips(ConfigReader campaign, RecordingRule? recording)
    {
        var section = campaign.Section("reviewClips");
        var rule = new ReviewClipRule(section.Number("share", 0, 0, 1), section.Whole("perDay", 200, 1, 100_000));
        if (rule.Share > 0 && recording is not { Notice: null })
            section.ErrorAt("share", "The begin of a call is heard before anybody could be told that it is kept.", "Set \"recording\": { \"mode\": \"consented\" } where consent was had before, or remove \"reviewClips\".");
        section.End();
        return rule.Share > 0 ? rule : null;
    }

    // A name may hold what a file's may not.
    public static string FileName(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
