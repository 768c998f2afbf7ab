// Warnings
