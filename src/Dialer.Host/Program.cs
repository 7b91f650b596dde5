using Dialer.Host.Commands;

return await DialerCommandLine.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
