using MudBlazor;

namespace Webhook.Cluster.Dashboard.Layout;

/// <summary>Colours and type of both themes. Text has a contrast of 4.5 to 1 or more; fonts are the reader's own.</summary>
internal static class Look
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#1d5fa8",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1b2430",
            DrawerBackground = "#ffffff",
            DrawerText = "#1b2430",
            DrawerIcon = "#4c5a6b",
            TextPrimary = "#1b2430",
            TextSecondary = "#4c5a6b",
            Success = "#1c7a3e",
            Warning = "#8f5a00",
            Error = "#b3261e",
            Info = "#1d5fa8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7db7f2",
            PrimaryContrastText = "#0c1a29",
            Background = "#12161c",
            Surface = "#1a2029",
            AppbarBackground = "#1a2029",
            AppbarText = "#e6eaf0",
            DrawerBackground = "#1a2029",
            DrawerText = "#e6eaf0",
            DrawerIcon = "#a9b4c2",
            TextPrimary = "#e6eaf0",
            TextSecondary = "#a9b4c2",
            Success = "#6fcf8e",
            SuccessContrastText = "#0c1a29",
            Warning = "#f0b357",
            WarningContrastText = "#0c1a29",
            Error = "#ff8a80",
            ErrorContrastText = "#0c1a29",
            Info = "#7db7f2",
            InfoContrastText = "#0c1a29",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "220px", AppbarHeight = "56px" },
    };
}
